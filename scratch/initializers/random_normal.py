"""Normal, and normal without its tails."""

from __future__ import annotations

import numpy as np

from scratch.initializers.initializer import RandomInitializer


class RandomNormal(RandomInitializer):
    """Normal with the given mean and standard deviation: `stddev * standard normal + mean`.

    Args:
        mean: centre.
        stddev: standard deviation, from 0 on.
        seed: see `RandomInitializer`.

    Source: `keras.initializers.RandomNormal`.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed)
        self.mean, self.stddev = mean, stddev

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        return generator.normal(self.mean, self.stddev, shape)


class TruncatedNormal(RandomInitializer):
    """Normal, where what is two standard deviations or more from the mean is drawn again.

    The standard deviation of what remains is 0.8796 `stddev`.

    Args:
        mean: centre.
        stddev: standard deviation before the tails are cut off, from 0 on.
        seed: see `RandomInitializer`.

    Source: `keras.initializers.TruncatedNormal`.
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed)
        self.mean, self.stddev = mean, stddev

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        return self.mean + self.stddev * truncated_standard_normal(shape, generator)


def truncated_standard_normal(shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
    """Standard normal values, all in (-2, 2)."""
    values = np.asarray(generator.standard_normal(shape))
    while (outside := np.abs(values) >= 2).any():
        values[outside] = generator.standard_normal(int(outside.sum()))
    return values
