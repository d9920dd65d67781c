"""Piecewise constant decay."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule


class PiecewiseConstantDecay(LearningRateSchedule):
    """values[0] up to and including step boundaries[0], values[1] after that up to boundaries[1], and so on.

    Args:
        boundaries: last steps of all rates but the last one, ascending.
        values: the rates, one more than boundaries.
        name: how results call it.

    Raises:
        ValueError: the lengths do not fit, or the boundaries do not ascend.

    Source: `keras.optimizers.schedules.PiecewiseConstantDecay`, which adds up the values of overlapping pieces where
    the boundaries do not ascend.
    """

    def __init__(self, boundaries: Sequence[float], values: Sequence[float], name: str = "PiecewiseConstant") -> None:
        if len(boundaries) != len(values) - 1 or not boundaries:
            raise ValueError(
                f"PiecewiseConstantDecay: expected one value more than boundaries, and a boundary, got {len(values)} and {len(boundaries)}."
            )
        if any(low >= high for low, high in itertools.pairwise(boundaries)):
            raise ValueError(f"PiecewiseConstantDecay: expected ascending boundaries, got {list(boundaries)}.")
        self.boundaries, self.values, self.name = boundaries, values, name

    def rate_at(self, step: np.float32) -> np.float32:
        return np.float32(self.values[bisect_left(self.boundaries, step)])
