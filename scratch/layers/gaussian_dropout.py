"""Multiplicative normal noise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from scratch.differentiable import Array
from scratch.layers.random_layer import RandomLayer


class GaussianDropout(RandomLayer):
    """In training y = x * noise, noise normal with mean 1 and variance rate / (1 - rate); else y = x.

    Args:
        rate: in [0, 1); the noise has the mean and the variance that `Dropout` of this rate has.
        seed: see `RandomLayer`. A draw is the noise.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: `rate` outside [0, 1).

    Source: Srivastava et al. 2014, section 10; `keras.layers.GaussianDropout`, which takes a rate of 1 and then divides
    by zero in the first forward in training.
    """

    supports_masking = True

    def __init__(self, rate: float, seed: int | np.random.Generator | None = None, **settings: Any) -> None:
        super().__init__(seed=seed, **settings)
        if not 0 <= rate < 1:
            raise ValueError(f"GaussianDropout: expected rate as a number from 0 to below 1, got {rate!r}.")
        self.rate = rate

    def draw(self, shape: tuple[int, ...]) -> np.ndarray:
        """Factors for inputs of `shape`."""
        return self.normal_draw(shape, 1.0, math.sqrt(self.rate / (1 - self.rate)))

    def call(self, x: Array, training: bool) -> tuple[Array, Array | None]:
        if not training or self.rate == 0:
            return x, None
        noise = self.drawn(x)
        return x * noise, noise

    def vjp(self, dy: Array, cache: Array | None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy * noise."""
        return (dy if cache is None else dy * cache), {}
