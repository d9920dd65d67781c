"""What dropout multiplies entries by: in training, on the way back and in inference; and what that says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comparisons.subjects.finding_row import Found

SAME_FACTOR = 1e-4


def factor_of(y: np.ndarray, x: np.ndarray, kept: np.ndarray) -> float:
    """What kept entries were multiplied by; NaN if not all by the same."""
    factors = y[kept & (x != 0)] / x[kept & (x != 0)]
    return float(factors[0]) if factors.size and np.ptp(factors) <= SAME_FACTOR * abs(factors[0]) else math.nan


@dataclass(frozen=True)
class Factors:
    """What entries are multiplied by.

    Args:
        rate: the share that is dropped.
        forward, backward: of those that are kept, in training.
        inference: of all of them then; None if nobody can ask for it.
        unmasked: what is dropped has a gradient.
    """

    rate: float
    forward: float
    backward: float
    inference: float | None
    unmasked: bool

    @property
    def known(self) -> bool:
        """Whether every one of them is something that people write."""
        inference = self.inference is None or any(_alike(self.inference, factor) for factor in self._usual)
        return inference and any(_alike(self.forward, factor) for factor in self._usual)

    @property
    def _usual(self) -> tuple[float, ...]:
        return (1, 1 / (1 - self.rate), 1 - self.rate, 1 / self.rate, self.rate)


def _alike(factor: float, other: float) -> bool:
    return abs(factor - other) < SAME_FACTOR * abs(other)


def let_through(gradient: np.ndarray, dy: np.ndarray, kept: np.ndarray) -> bool:
    """Whether what is dropped has a gradient throughout."""
    dropped = ~kept & (dy != 0)
    return bool(dropped.any() and (gradient[dropped] != 0).all())


def told(factors: Factors) -> Iterator[Found]:
    rate, forward, inference = factors.rate, factors.forward, factors.inference
    right, fix = 1 / (1 - rate), "divide by 1 - rate in training and leave inference alone"
    plain = _alike(forward, 1)
    if not plain and not _alike(forward, right):
        said = f"training multiplies what is kept by {forward:.4g}, where Keras has 1 / (1 - rate) = {right:.4g}"
        yield Found("dropout-scale", "D", "output", "float64", said, fix)
    elif plain and (inference is None or _alike(inference, 1 - rate)):
        said = f"what is kept is not scaled in training: x, where Keras has x / (1 - rate) = {right:.4g} x"
        yield Found("dropout-not-inverted", "C", "output", "float64", said, fix)
    elif plain and inference is not None and _alike(inference, 1):
        said = f"nothing is scaled, in training nor in inference, where outputs are {right:.4g} times as large on average"
        yield Found("dropout-not-inverted", "D", "output", "float64", said, fix)
    elif inference is not None and not _alike(inference, 1):
        said = f"training multiplies what is kept by {forward:.4g} and inference by {inference:.4g}, which belongs to another training"
        yield Found("dropout-scale", "D", "output", "float64", said, fix)
    if factors.unmasked:
        said = f"what was dropped has a gradient: backward multiplies by {factors.backward:.4g} and not by the mask"
        yield Found("dropout-backward-scale", "D", "gradient of x", "float64", said, "dx = dy * mask / (1 - rate)")
    elif abs(forward - factors.backward) > SAME_FACTOR * abs(forward):
        said = f"forward multiplies what is kept by {forward:.4g}, backward by {factors.backward:.4g}"
        yield Found("dropout-backward-scale", "D", "gradient of x", "float64", said, "dx = dy * mask / (1 - rate)")
