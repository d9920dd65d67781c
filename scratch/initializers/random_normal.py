"""Scaled normal."""
from __future__ import annotations

import numpy as np

from scratch.initializers.initializer import Initializer


class RandomNormal(Initializer):
    """Normal with the given mean and standard deviation: `stddev * standard normal + mean`.

    Source: `keras.initializers.RandomNormal`.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def values(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        return generator.normal(self.mean, self.stddev, shape)
