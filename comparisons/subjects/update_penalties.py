"""Updates in which the weight itself is: u = g + c w, u = (w before - w after) / lr.

overwritten      c = 1 / lr        w = -lr * g; the typo w =- lr * g
penalty          c = lam           w -= lr * (g + lam * w)
without rate     c = lam / lr      w -= lr * g + lam * w
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.subjects.adapted_pair import adapted
from comparisons.subjects.update_slips import Seen, Slip

OTHER_RATE = 32.0
"""A second learning rate, which tells a penalty that is multiplied by it from one that is not."""
LEAST, MOST = 1e-7, 100.0
"""Of the factor of a penalty."""
STEADY = 1e-5  # relative: what is one factor

OVERWRITTEN = Slip("weight-overwritten", "{method} assigns the step to {parts} instead of taking it off", "{weight}")
PENALTY = Slip(
    "l2-factor",
    "{method} adds {parts}, as for a penalty of half that",
    "{number} * {weight} to {gradient}",
    "Keras's kernel_regularizer=L2(lam) adds 2 lam {weight}: compare with that, or keep the penalty apart from the update",
    kind="C",
)
WITHOUT_RATE = Slip(
    "decay-without-rate",
    "{method} takes {parts} off without {rate}",
    "{number} * {weight}",
    "{weight} -= {rate} * ({gradient} + lam * {weight})",
)


def with_weight(pair: Any, seen: Sequence[Seen], right: Callable[[Seen, np.ndarray], bool]) -> Iterator[tuple[Slip, float]]:
    """(what is done with the weight itself, by what factor), if u = g + c w on every example.

    Args:
        pair: the layer with its update, which is asked at another learning rate.
        seen: of one weight.
        right: whether a prediction is.
    """
    room = max(one.allowed for one in seen)  # c is as exact as all of them together
    for sign in (1.0, -1.0):
        c = _factor(seen, sign)
        if c is None or not all(right(replace(one, allowed=room), sign * one.gradient + c * one.value) for one in seen):
            continue
        if np.isclose(abs(c) * seen[0].rate, 1.0, rtol=STEADY):
            yield OVERWRITTEN, 0.0
        elif sign > 0 and LEAST <= c <= MOST:
            other = _at_another_rate(pair, seen[0].weight)
            if np.isclose(other, c, rtol=STEADY):
                yield PENALTY, c
            elif np.isclose(other * OTHER_RATE, c * seen[0].rate, rtol=STEADY):
                yield WITHOUT_RATE, c * seen[0].rate
        return


def _factor(seen: Sequence[Seen], sign: float) -> float | None:
    """c of u = sign g + c w by least squares; None where there is no w to tell it from."""
    if not all(one.update.shape == one.value.shape == one.gradient.shape for one in seen):
        return None
    w = np.concatenate([one.value.ravel() for one in seen])
    rest = np.concatenate([(one.update - sign * one.gradient).ravel() for one in seen])
    return float(rest @ w / (w @ w)) if w.any() else None


def _at_another_rate(pair: Any, weight: str) -> float:
    """c at another learning rate; no number where there is none."""
    manner = pair.manner
    other = adapted(manner.base, replace(manner.adapter, step=OTHER_RATE), manner.session, manner.offers)
    case = other.specimen(pair.dtypes[0], {}, training=True)
    update, gradient, w = other.candidate(case)[f"update of {weight}"], other.reference(case)[f"update of {weight}"], case.inputs[weight]
    return float(((update - gradient) * w).sum() / (w * w).sum()) if update.shape == w.shape and w.any() else float("nan")
