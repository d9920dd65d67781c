"""Dropout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scratch.differentiable import Array, namespace
from scratch.layers.random_layer import RandomLayer


class Dropout(RandomLayer):
    """In training, each unit is 0 with probability `rate` and x / (1 - rate) otherwise; else y = x.

    "Inverted" dropout: the mean of y is x already in training, so nothing is left to rescale later.

    Args:
        rate: probability to be dropped, in [0, 1]; 0 changes nothing, 1 leaves only zeros.
        noise_shape: shape of the mask, None where it is that of x; along an axis of length 1 all share one fate.
        seed: see `RandomLayer`. A mask is an array of True where a unit is kept.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: `rate` outside [0, 1], or a `noise_shape` that is none or does not broadcast to the shape of x.

    Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, scaled in training instead of at the end;
    `keras.layers.Dropout`. Its random stream is another one: `RandomLayer` says how to give both the same mask.
    """

    supports_masking = True

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | np.random.Generator | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(seed=seed, **settings)
        who = type(self).__name__
        if not 0 <= rate <= 1:
            raise ValueError(f"{who}: expected rate as a number from 0 to 1, got {rate!r}.")
        if noise_shape is not None and not all(n is None or (isinstance(n, int) and n > 0) for n in noise_shape):
            raise ValueError(f"{who}: expected noise_shape of sizes above 0 and None, got {noise_shape!r}.")
        self.rate = rate
        self.noise_shape = None if noise_shape is None else tuple(noise_shape)

    def draw(self, shape: tuple[int, ...]) -> np.ndarray:
        """A mask for inputs of `shape`: True where a unit is kept."""
        return self.generator.random(self.mask_shape(shape), dtype="float32") >= self.rate

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Shape of the mask for inputs of `shape`."""
        given = self.noise_shape or (None,) * len(shape)
        given = (1,) * (len(shape) - len(given)) + given
        return tuple(n if wanted is None else wanted for n, wanted in zip(shape, given))

    def call(self, x: Array, training: bool) -> tuple[Array, Array | None]:
        if not training or self.rate == 0:
            return x, None
        mask = self.drawn(x)
        return self._kept(x, mask), mask

    def vjp(self, dy: Array, cache: Array | None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy / (1 - rate) where x was kept, 0 where it was dropped."""
        return (dy if cache is None else self._kept(dy, cache)), {}

    def _kept(self, x: Array, mask: Array) -> Array:
        """Not `x * mask`, which would turn a dropped infinity into NaN."""
        return namespace(x).where(mask, x * (0.0 if self.rate == 1 else 1 / (1 - self.rate)), 0)
