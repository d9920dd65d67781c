"""Judges one array of a candidate against the reference's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.tolerance import allowance


@dataclass(frozen=True)
class Compared:
    """One comparison.

    Args:
        what: which quantity, such as `'output'` or `'gradient of kernel'`.
        candidate, reference: both arrays.
        apart: absolute difference, 0 where both are the same NaN or infinity.
        allowed: allowance, of the same shape.
        problem: why nothing could be compared element by element, such as different shapes; else empty.
        settled: the comparison says something although its values are all zero, constant or not finite.
    """

    what: str
    candidate: np.ndarray
    reference: np.ndarray
    apart: np.ndarray
    allowed: np.ndarray
    problem: str = ""
    settled: bool = False

    @property
    def shares(self) -> np.ndarray:
        """Share of the allowance each element uses."""
        shares: np.ndarray = np.where(np.isnan(self.apart), np.inf, self.apart / self.allowed)
        return shares

    @property
    def headroom(self) -> float:
        """The largest share used: up to 1 is rounding noise."""
        if self.problem:
            return float("inf")
        return float(self.shares.max(initial=0.0))

    @property
    def passed(self) -> bool:
        """Whether every element is inside its allowance."""
        return self.headroom <= 1

    @property
    def telling(self) -> bool:
        """Whether it could have failed a wrong candidate: some finite value is neither zero nor the same as all others."""
        finite = self.reference[np.isfinite(self.reference)]
        return self.settled or bool(np.any(finite != 0))


def judge(
    what: str, candidate: Any, reference: Any, *, dtype: str, measure: Callable[[], Any] | None = None, settled: bool = False
) -> Compared:
    """Compare two arrays under the rule of `comparisons.tolerance`.

    Args:
        what: which quantity.
        candidate, reference: arrays that should be alike.
        dtype: whose rounding counts.
        measure: called only if a few units in the last place of the largest value do not suffice; returns the measured allowance.
        settled: see `Compared`.
    """
    mine, theirs = np.asarray(candidate), np.asarray(reference)
    if mine.shape != theirs.shape:
        return unlike(what, mine, theirs, f"shape {mine.shape}, Keras has {theirs.shape}")
    mine, theirs = mine.astype(_wide(mine)), theirs.astype(_wide(theirs))
    apart = distance(mine, theirs)
    finite = np.abs(theirs[np.isfinite(theirs)])
    allowed = np.broadcast_to(np.asarray(allowance(spread=0.0, scale=float(finite.max(initial=0.0)), dtype=dtype)), theirs.shape)
    compared = Compared(what, mine, theirs, apart, allowed, settled=settled)
    if compared.passed or measure is None:
        return compared
    return Compared(what, mine, theirs, apart, np.broadcast_to(np.asarray(measure(), dtype="float64"), theirs.shape), settled=settled)


def unlike(what: str, candidate: np.ndarray, reference: np.ndarray, problem: str) -> Compared:
    """A comparison that failed before any element was looked at."""
    return Compared(what, candidate, reference, np.zeros(0), np.ones(0), problem)


def distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """|a - b|, 0 where both are NaN or the same infinity, NaN where only one is finite."""
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(a - b)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    only_one = np.isfinite(a) != np.isfinite(b)
    return np.where(same, 0.0, np.where(only_one, np.nan, apart))


def _wide(a: np.ndarray) -> str:
    """Differences of float16 and bfloat16 are taken in float32, of whole numbers and truth values in float64."""
    if a.dtype == np.float64 or a.dtype.kind in "biu":
        return "float64"
    return "float32"
