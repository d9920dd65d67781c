"""Solves for the number that an explanation leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from comparisons.diagnosis.evidence import Observation
from comparisons.diagnosis.explanation import Bound, Explanation, Model
from comparisons.pairs.pair import Pair

GRID = 33
ENTRIES = 3  # of the outcome that are solved for, one after the other
FLAT = 1e-9  # share of how far an entry moves along the grid: so near it is hit, whatever the sign
STEPS = 70  # at most; some ten bring two guesses as near as rounding
SETTLED = 1e-13  # relative distance of two guesses
ROUND = (1, 2, 3, 4)  # digits of a number somebody may have written; they are tried first, and numbers decide


def solutions(explanation: Explanation, pair: Pair, base: Model, observation: Observation, what: str) -> Iterator[float]:
    """Numbers with which the explanation gives the candidate's value in one entry: round ones first, then as solved."""
    parameter = explanation.parameter
    if parameter is None or parameter.low >= parameter.high or observation.mine is None:
        return
    target = np.asarray(observation.mine[what], dtype="float64").ravel()

    def off(number: float) -> np.ndarray:
        with np.errstate(all="ignore"):
            made = Bound(explanation, number).applied(pair, base)(observation.case)[what]
        return np.asarray(made, dtype="float64").ravel() - target

    for root in _roots(off, parameter.low, parameter.high):
        yield from _rounded(root)
        yield root


def _roots(off: Callable[[float], np.ndarray], low: float, high: float) -> Iterator[float]:
    grid = np.geomspace(low, high, GRID) if low > 0 else np.linspace(low, high, GRID)
    try:
        rows = np.stack([off(float(number)) for number in grid])
    except Exception:  # the formula does not fit the example
        return
    if not rows.size:
        return
    sensitive = np.argsort(-np.ptp(np.where(np.isfinite(rows), rows, 0.0), axis=0))[:ENTRIES]
    plausible = np.all([_may_be_hit(rows[:, entry]) for entry in sensitive], axis=0)
    for entry in sensitive:
        for i in np.flatnonzero(_crosses(rows[:, entry]) & plausible):
            yield _root(partial(_entry, off, int(entry)), float(grid[i]), float(grid[i + 1]))


def _crosses(values: np.ndarray) -> np.ndarray:
    """In which intervals of the grid the sign changes; 0 counts as above, so that a number on the grid itself is found like any other."""
    below = values < 0
    changes: np.ndarray = below[1:] != below[:-1]
    return changes


def _may_be_hit(values: np.ndarray) -> np.ndarray:
    """In which intervals an entry may be hit: there or next to it, as entries round to either side; or wherever that cannot be told."""
    finite = np.isfinite(values)
    moved = float(np.ptp(values[finite])) if finite.any() else 0.0
    unclear = ~finite | (np.abs(values) <= FLAT * moved)
    here = np.pad(_crosses(values) | unclear[1:] | unclear[:-1], 1)
    around: np.ndarray = here[:-2] | here[1:-1] | here[2:]
    return around


def _entry(off: Callable[[float], np.ndarray], entry: int, number: float) -> float:
    return float(off(number)[entry])


def _root(off: Callable[[float], float], low: float, high: float) -> float:
    """Where the sign changes, by false position: the end that stays counts half the second time (Illinois), so that both come near."""
    below, above, stayed, middle = off(low), off(high), 0, low
    for _ in range(STEPS):
        before, middle = middle, (low * above - high * below) / (above - below) if above != below else low
        if not low < middle < high:  # what is infinite, or no number, at an end says nothing of where between
            middle = (low + high) / 2
        found = off(middle)
        if found == 0 or abs(middle - before) <= SETTLED * abs(middle):
            break
        if (found < 0) == (below < 0):
            low, below, above, stayed = middle, found, above / 2 if stayed > 0 else above, 1
        else:
            high, above, below, stayed = middle, found, below / 2 if stayed < 0 else below, -1
    return middle


def _rounded(number: float) -> Iterator[float]:
    """Shorter and shorter known: one entry may tell the number to a few per cent only, and somebody has written a round one."""
    yield from dict.fromkeys(float(f"{number:.{digits}g}") for digits in ROUND)
