"""An elementwise activation over the whole range of x: what both sides make of it, and how far apart they may be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.checks.example import Example, SideError
from comparisons.judging import distance
from comparisons.pairs.case import Values, one_ulp_off
from comparisons.pairs.pair import NotRecordedError, Pair
from comparisons.tolerance import PROBES, RAY, allowance

FARTHEST = 1000.0  # beyond, float32's exp has long overflowed, and every activation is straight
A_SIDE = 40  # points


def curves_of(pair: Pair, dtype: str) -> list[dict[str, Any]]:
    """A curve for the output and one for the derivative, at the settings examples shrink to; none where a side raised."""
    if pair.kind != "activation" or not pair.elementwise or pair.missing:
        return []
    settings = {name: values[0] for name, values in pair.varied().items()}
    try:
        case = replace(pair.specimen(dtype, settings), values=Values(seed=7)).with_x(_range(pair, dtype))
        example = Example(pair, case)
        return [_curve(example, what, allowed) for what, allowed in _allowed(example).items() if what in example.candidate]
    except (SideError, NotRecordedError):
        return []  # the checks say what was raised, and on what; a bundle has no curves


def _range(pair: Pair, dtype: str) -> np.ndarray:
    """Even steps around 0, ever longer ones further out; without the kinks, where a convention stands for the slope."""
    steps = (np.arange(A_SIDE) + 0.5) / (A_SIDE - 0.5)
    sizes = np.expm1(steps * np.log1p(FARTHEST))
    x = np.concatenate([-sizes[::-1], sizes]).astype(dtype)
    return x[~np.isin(x, pair.kinks) & (x >= pair.domain[0]) & (x <= pair.domain[1])]


def _allowed(example: Example) -> dict[str, np.ndarray]:
    """The allowance of every quantity, each point judged by its own size: on a shared one the largest would excuse all."""
    case, generator = example.case, np.random.default_rng(0)
    probes = [example.ask_keras(case.with_x(one_ulp_off(case.x, generator))) for _ in range(PROBES)]
    rays = [example.ask_keras(case.with_x((case.x * t).astype(case.x.dtype))) for t in RAY]
    exact = example.reference
    return {
        what: np.asarray(
            allowance(
                spread=_largest([distance(_wide(probe[what]), _wide(value)) for probe in probes]),
                scale=np.maximum(example.meets, _largest([np.abs(_wide(outcome[what])) for outcome in (exact, *rays)])),
                dtype=case.dtype,
            )
        )
        for what, value in exact.items()
    }


def _curve(example: Example, what: str, allowed: np.ndarray) -> dict[str, Any]:
    case, mine, theirs = example.case, _wide(example.candidate[what]), _wide(example.reference[what])
    if mine.shape != case.x.shape:
        raise SideError(case, ValueError(f"shape {mine.shape}"))
    dy = 1.0 if what == "output" else _wide(case.upstream(case.x.shape))  # without it, the gradient is the derivative
    mine, theirs, allowed = mine / dy, theirs / dy, allowed / np.abs(dy)
    return {
        "quantity": "output" if what == "output" else "derivative",
        "dtype": case.dtype,
        "settings": {name: repr(value) for name, value in case.settings.items()},
        "x": case.x.tolist(),
        "candidate": mine.tolist(),
        "reference": theirs.tolist(),
        "apart": distance(mine, theirs).tolist(),
        "allowed": allowed.tolist(),
    }


def _wide(a: np.ndarray) -> np.ndarray:
    return np.asarray(a, dtype="float64")


def _largest(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Elementwise, over what is finite."""
    return np.max([np.where(np.isfinite(a), a, 0.0) for a in arrays], axis=0)
