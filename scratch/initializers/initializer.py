"""What every initializer has."""
from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from scratch import config


class Initializer(ABC):
    """Callable `initializer(shape, dtype)` that returns the initial value of a weight.

    Args:
        seed: whole number for values that repeat, a `numpy.random.Generator` to draw from,
            or None to draw from the generator of `keras.utils.set_random_seed`.
    """

    def __init__(self, seed: int | np.random.Generator | None = None) -> None:
        self.seed = seed

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> np.ndarray:
        """An array of `shape` and `dtype` (`floatx` unless given)."""
        return self.values(tuple(shape), self._generator()).astype(dtype or config.floatx())

    def _generator(self) -> np.random.Generator:
        return config.generator() if self.seed is None else np.random.default_rng(self.seed)

    @abstractmethod
    def values(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        """The values in float64, drawn from `generator` where they are random."""


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """(fan_in, fan_out) of a kernel: how many inputs one output sums over, how many outputs one input reaches.

    (in, out) for Dense; (*window, in, out) for convolutions, where both count the window.
    """
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    window = int(np.prod(shape[:-2]))
    return shape[-2] * window, shape[-1] * window
