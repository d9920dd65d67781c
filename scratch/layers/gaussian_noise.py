"""Additive normal noise."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch.differentiable import Array
from scratch.layers.random_layer import RandomLayer


class GaussianNoise(RandomLayer):
    """In training y = x + noise, noise normal with mean 0 and standard deviation `stddev`; else y = x.

    Args:
        stddev: standard deviation, in [0, 1] as Keras has it.
        seed: see `RandomLayer`. A draw is the noise.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: `stddev` outside [0, 1].

    Source: `keras.layers.GaussianNoise`.
    """

    supports_masking = True

    def __init__(self, stddev: float, seed: int | np.random.Generator | None = None, **settings: Any) -> None:
        super().__init__(seed=seed, **settings)
        if not 0 <= stddev <= 1:
            raise ValueError(f"GaussianNoise: expected stddev as a number from 0 to 1, got {stddev!r}.")
        self.stddev = stddev

    def draw(self, shape: tuple[int, ...]) -> np.ndarray:
        """Noise for inputs of `shape`."""
        return self.normal_draw(shape, 0.0, self.stddev)

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return (x + self.drawn(x) if training and self.stddev > 0 else x), None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy."""
        return dy, {}
