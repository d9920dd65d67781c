"""Judges one array of a candidate against the reference's, and calls a third opinion in where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from comparisons.tolerance import allowance

AT_ONCE = 0.25
"""Share of the unmeasured allowance up to which nothing is measured: beyond it, printed headroom is the measured one."""

NOTHING = np.zeros(0)
"""Where there is no array to compare."""

BFLOAT16, SINGLE = "V", 4
"""The kind that NumPy gives to bfloat16, and the bytes of float32."""
Measure = Callable[[], Any]

NAUGHT, ONE = np.zeros(1), np.ones(1)
for _shared in (NAUGHT, ONE):
    _shared.flags.writeable = False


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
        overruled: elements where a more exact evaluation sides with the candidate and against Keras.
        skipped: why this example cannot tell right from wrong here; else empty.
        quantity: the quantity of an outcome that this is about, whatever `what` says beyond it; empty for anything else.
        example: what it was computed on, if not on the example that the check was given.
        exact: what a more exact evaluation says; None if it was not asked, or there is none.
    """

    what: str
    candidate: np.ndarray
    reference: np.ndarray
    apart: np.ndarray
    allowed: np.ndarray
    problem: str = ""
    settled: bool = False
    overruled: int = 0
    skipped: str = ""
    quantity: str = ""
    example: Any = None
    exact: np.ndarray | None = None

    @cached_property
    def shares(self) -> np.ndarray:
        """Share of the allowance each element uses: none where nothing is apart, all and more where that is not a number."""
        if not self.apart.any():
            return np.zeros(self.apart.shape)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            shares = self.apart / self.allowed
        return np.where(self.apart == 0, 0.0, np.where(np.isnan(shares), np.inf, shares))

    @cached_property
    def headroom(self) -> float:
        """The largest share used: up to 1 is rounding noise."""
        if self.problem:
            return float("inf")
        return float(self.shares.max(initial=0.0)) if self.apart.any() else 0.0

    @property
    def passed(self) -> bool:
        """Whether every element is inside its allowance."""
        return self.headroom <= 1

    @property
    def span(self) -> tuple[float, float]:
        """Smallest and largest finite value that was compared with; (inf, -inf) if there is none."""
        finite = self.reference[np.isfinite(self.reference)] if self.reference.dtype.kind in "fiub" else NOTHING
        return (float(finite.min()), float(finite.max())) if finite.size and not self.skipped else (np.inf, -np.inf)


def judge(
    what: str,
    candidate: Any,
    reference: Any,
    *,
    dtype: str,
    measure: Measure | Sequence[Measure] | None = None,
    opinion: Measure | None = None,
    ask_first: bool = False,
    settled: bool = False,
    quantity: str = "",
    example: Any = None,
) -> Compared:
    """Compare two arrays under the rule of `comparisons.tolerance`.

    Args:
        what: which quantity.
        candidate, reference: arrays that should be alike.
        dtype: whose rounding counts.
        measure: called if a few units in the last place of the largest value do not clearly suffice; returns the measured allowance.
            Several are called in turn, until one suffices; each finds no less than those before it, and costs more.
        opinion: called if they are far apart even so; returns a more exact value of the same quantity, or None.
        ask_first: the opinion costs less than measuring, so it is asked first; so it is where the reference has no number.
        settled, quantity, example: see `Compared`.
    """
    mine, theirs = np.asarray(candidate), np.asarray(reference)
    if mine.shape != theirs.shape:
        return replace(unlike(what, mine, theirs, f"shape {mine.shape}, Keras has {theirs.shape}"), example=example)
    if "c" in (mine.dtype.kind, theirs.dtype.kind):
        return replace(unlike(what, mine, theirs, f"{mine.dtype} numbers, Keras has {theirs.dtype}"), example=example)
    mine, theirs = mine.astype(_wide(mine)), theirs.astype(_wide(theirs))
    allowed = np.full(theirs.shape, allowance(spread=0.0, scale=largest(theirs), dtype=dtype))
    compared = Compared(what, mine, theirs, distance(mine, theirs), allowed, settled=settled, quantity=quantity, example=example)
    measures = [] if measure is None else [measure] if callable(measure) else measure
    measuring, arbitrating = [partial(_measured, measure=each) for each in measures], [partial(_arbitrated, opinion=opinion, dtype=dtype)]
    opinion_first = ask_first or not np.isfinite(theirs).all()  # where Keras has no number, there is nothing to measure around yet
    for step in [*arbitrating, *measuring] if opinion_first else [*measuring, *arbitrating]:
        if compared.headroom > AT_ONCE:
            compared = step(compared)
    return compared


def _measured(compared: Compared, measure: Measure) -> Compared:
    """Judge by the measured allowance; elements that were judged by another value keep their room if it is larger.

    Nothing is measured where that could change nothing: no allowance excuses a NaN or an infinity that only one side has.
    """
    shares = compared.shares
    if not ((shares > AT_ONCE) & np.isfinite(shares)).any():
        return compared
    return replace(compared, allowed=np.maximum(np.asarray(measure(), dtype="float64"), compared.allowed))


def _arbitrated(compared: Compared, opinion: Measure | None, dtype: str) -> Compared:
    """Judge elements that are nearer to the opinion by that instead: Keras's own lapses never make a right candidate wrong."""
    given = None if opinion is None else opinion()
    if given is None:
        return compared
    with np.errstate(over="ignore"):
        exact = np.asarray(given).astype(dtype).astype("float64")
    room = np.maximum(compared.allowed, allowance(spread=0.0, scale=largest(exact), dtype=dtype))
    mine_off, theirs_off = distance(compared.candidate, exact), distance(compared.reference, exact)
    with np.errstate(over="ignore"):
        sided = (compared.shares > AT_ONCE) & (mine_off / room < compared.shares)
    return replace(
        compared,
        apart=np.where(sided, mine_off, compared.apart),
        allowed=np.where(sided, room, compared.allowed),
        overruled=int(np.sum(sided & (mine_off <= room) & ~(theirs_off <= room))),
        exact=exact,
    )


def unlike(what: str, candidate: Any, reference: Any, problem: str) -> Compared:
    """A comparison that failed before any element was looked at."""
    return Compared(what, np.asarray(candidate), np.asarray(reference), NOTHING, NOTHING, problem)


def alike(what: str) -> Compared:
    """A comparison of something else than numbers that came out well: it counts as one element, and as telling."""
    return Compared(what, NAUGHT, NAUGHT, NAUGHT, ONE, settled=True)


def undecided(what: str, reason: str) -> Compared:
    """Nothing could be compared on this example, through no fault of the candidate."""
    return Compared(what, NOTHING, NOTHING, NOTHING, NOTHING, skipped=reason)


def distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """|a - b|, 0 where both are NaN or the same infinity, NaN where only one is finite."""
    same = a == b
    if same.all():
        return np.zeros(same.shape)
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(a - b)
    same = same | (np.isnan(a) & np.isnan(b))
    only_one = np.isfinite(a) != np.isfinite(b)
    return np.where(same, 0.0, np.where(only_one, np.nan, apart))


def largest(values: np.ndarray) -> float:
    """Largest finite magnitude, 0 if there is none."""
    wide = np.abs(values.astype("float64"))
    found = float(wide.max(initial=0.0))
    return found if np.isfinite(found) else float(wide[np.isfinite(wide)].max(initial=0.0))


def _wide(a: np.ndarray) -> str:
    """Differences of float16 and bfloat16 are taken in float32, of whole numbers, truth values and what is wider in float64."""
    return "float32" if a.dtype.kind == BFLOAT16 or (a.dtype.kind == "f" and a.dtype.itemsize <= SINGLE) else "float64"
