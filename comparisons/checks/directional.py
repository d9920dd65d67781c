"""The gradient against a numerical derivative of the candidate itself: an opinion without Keras."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.checks.values import differentiable
from comparisons.judging import Compared
from comparisons.pairs.case import Case
from comparisons.tolerance import K, machine_epsilon

STEP = 1e-4
AWAY = 10 * STEP  # from a kink


def directional(example: Example) -> Iterator[Compared]:
    """<dy, J v> = <J^T dy, v> for a random direction v.

    The left side is Richardson's extrapolation of central differences; how much it changes when the step is halved,
    together with the rounding of the differences, is its allowance.
    """
    case = _away_from_kinks(example)
    outcome = example.call(case)
    upstream = case.upstream(outcome["output"].shape)
    for number, (name, x) in enumerate(case.inputs.items()):
        if x.dtype.kind != "f" or x.size == 0:
            continue
        direction = case.values.normal(x.shape, case.dtype, stream=200 + number, scaled=False)
        coarse, fine = (_difference(example, case, name, direction, upstream, step) for step in (STEP, STEP / 2))
        numerical = (4 * fine - coarse) / 3
        analytic = np.vdot(outcome[f"gradient of {name}"], direction)
        rounding = machine_epsilon(case.dtype) * np.abs(upstream * outcome["output"]).sum() / STEP
        allowed = K * (abs(fine - coarse) * STEP + rounding + machine_epsilon(case.dtype) * abs(numerical))
        yield Compared(
            f"derivative along a random direction of {name}", np.asarray(analytic), np.asarray(numerical),
            np.asarray(abs(analytic - numerical)), np.asarray(max(allowed, np.finfo("float64").tiny)),
        )  # fmt: skip


def _difference(example: Example, case: Case, name: str, direction: np.ndarray, upstream: np.ndarray, step: float) -> float:
    ahead, behind = (example.call(case.with_inputs(**{name: case.inputs[name] + s * direction}))["output"] for s in (step, -step))
    return float(np.vdot(upstream, ahead - behind) / (2 * step))


def _away_from_kinks(example: Example) -> Case:
    """Entries near a kink are moved to where the derivative exists on both sides."""
    case, moved = example.case, {}
    for name, x in case.inputs.items():
        for kink in example.pair.kinks:
            x = np.where(np.abs(x - kink) < 20 * AWAY, kink + 0.0371 * (1 + np.abs(x - kink)), x) if x.dtype.kind == "f" else x
        moved[name] = x
    return case.with_inputs(**moved)


CHECKS = [
    Check(
        "directional", "The gradient agrees with a numerical derivative of the same function.", directional,
        differentiable, dtypes=("float64",),
    ),
]  # fmt: skip
