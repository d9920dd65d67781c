"""Uniform."""

from __future__ import annotations

import numpy as np

from scratch.initializers.initializer import RandomInitializer


class RandomUniform(RandomInitializer):
    """Uniform in [minval, maxval).

    Args:
        minval, maxval: the bounds. Rounding to the dtype of the weight can turn a value into `maxval`, as in Keras.
        seed: see `RandomInitializer`.

    Source: `keras.initializers.RandomUniform`.
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(seed)
        self.minval, self.maxval = minval, maxval

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        return generator.uniform(self.minval, self.maxval, shape)
