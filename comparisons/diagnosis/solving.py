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
HALVINGS = 70  # bring any interval below rounding
SETTLED = 1e-13  # relative width of one that need not be halved any more
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
    for entry in sensitive:
        below = rows[:, entry] < 0  # 0 counts as above, so that a number on the grid itself is found like any other
        for i in np.flatnonzero(below[1:] != below[:-1]):
            yield _bisected(partial(_entry, off, int(entry)), float(grid[i]), float(grid[i + 1]))


def _entry(off: Callable[[float], np.ndarray], entry: int, number: float) -> float:
    return float(off(number)[entry])


def _bisected(off: Callable[[float], float], low: float, high: float) -> float:
    below = off(low) < 0
    for _ in range(HALVINGS):
        if abs(high - low) <= SETTLED * abs(high):
            break
        middle = float(np.sqrt(low * high)) if low > 0 else (low + high) / 2
        if (off(middle) < 0) == below:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _rounded(number: float) -> Iterator[float]:
    """Shorter and shorter known: one entry may tell the number to a few per cent only, and somebody has written a round one."""
    yield from dict.fromkeys(float(f"{number:.{digits}g}") for digits in ROUND)
