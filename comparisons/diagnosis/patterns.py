"""What the numbers of a disagreement show at a glance: a constant ratio, and what such a ratio usually means."""

from __future__ import annotations

import numpy as np

PAIR = 2
"""Batches of which are told apart from a factor 2 by nothing."""


def constant_ratio(candidate: np.ndarray, reference: np.ndarray, *, within: float = 1e-3) -> float | None:
    """The factor r for which candidate = r x reference throughout, or None.

    Args:
        candidate, reference: arrays of one shape.
        within: relative spread of the entries' ratios that still counts as one factor.

    Entries where both are negligible (below a millionth of the largest) say nothing and are left out.
    """
    candidate, reference = np.asarray(candidate, dtype="float64").ravel(), np.asarray(reference, dtype="float64").ravel()
    size = np.abs(reference).max(initial=0)
    telling = np.abs(reference) > 1e-6 * size
    if size == 0 or not np.isfinite(candidate).all() or not np.isfinite(size):
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # a ratio that is infinite is no factor
        ratios = candidate[telling] / reference[telling]
        middle = float(np.median(ratios))
        if middle == 0 or not np.abs(ratios - middle).max() <= within * abs(middle):
            return None
    return None if np.abs(candidate[~telling]).max(initial=0) > 2e-6 * size * max(1, abs(middle)) else middle


def describe_ratio(ratio: float, *, batch_size: int, who: str = "scratch") -> str:
    """The ratio in words, with its likely reason where one is known; `who` is the candidate."""
    reasons = [
        (-1.0, "the sign is flipped"),
        (2.0, "a factor 2; half of something was taken on the other side" + (", or the batch size" if batch_size == PAIR else "")),
        (0.5, "one half; as in a loss written with 1/2" + (", or 1 / batch size" if batch_size == PAIR else "")),
    ]
    if batch_size > PAIR:
        reasons += [
            (float(batch_size), "the batch size; a mean was replaced by a sum"),
            (1 / batch_size, "1 / batch size; a sum was replaced by a mean, or the mean was taken twice"),
        ]
    for value, reason in reasons:
        if abs(ratio - value) <= 1e-3 * abs(value):
            return f"{who} is {ratio:.4g} x Keras throughout: {reason}"
    return f"{who} is {ratio:.6g} x Keras throughout"
