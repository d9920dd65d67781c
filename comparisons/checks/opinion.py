"""The third opinion, for where candidate and Keras disagree."""

from __future__ import annotations

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

FAR = (1e100, 1e150)  # far out for every part, and their squares are still finite
HUGE = 1e300  # in float64 products of what is larger overflow, and there is no wider type to ask
SETTLED = 1e-9  # a value that moves less between the two has a limit
GROWING = 1e40  # one that grows more has none


def third_opinion(pair: Pair, case: Case) -> Outcome:
    """A more exact outcome; empty if there is none.

    At infinity arithmetic says inf * 0 = NaN where a limit exists. There the opinion is the limit itself: what the more
    exact evaluation says at two huge numbers, if it says the same at both. So it is at the largest float64, whose products
    overflow, unless there is a formula of its own; but what has no finite limit has no opinion there.
    """
    x = case.x
    if not pair.has_limits or not (np.isinf(x).any() or (pair.exact is None and _is_huge(x).any())):
        return pair.opinion(case)
    wide = case.in_dtype("float64")
    near, far = ((pair.exact or pair.reference)(wide.with_x(np.where(_is_huge(x), np.copysign(size, wide.x), wide.x))) for size in FAR)
    limits = {what: _limit(np.asarray(value), np.asarray(far[what])) for what, value in near.items()}
    if np.isinf(x).any():
        return limits
    theirs = pair.reference(case)
    return {what: np.where(np.isfinite(limit), limit, theirs[what]) for what, limit in limits.items()}


def _is_huge(x: np.ndarray) -> np.ndarray:
    """Infinite, or nearly."""
    with np.errstate(over="ignore"):
        found: np.ndarray = np.abs(x.astype("float64")) > HUGE
    return found


def _limit(near: np.ndarray, far: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", over="ignore"):
        stays = (near == far) | (np.abs(far - near) <= SETTLED * np.maximum(1, np.abs(near)))
        grows = np.abs(far) > GROWING * np.maximum(1, np.abs(near))
        vanishes = GROWING * np.abs(far) < np.abs(near)
    return np.where(vanishes, 0.0, np.where(stays, far, np.where(grows, np.copysign(np.inf, far), np.nan)))
