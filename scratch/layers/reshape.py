"""Reshape."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape


class Reshape(Layer):
    """Every sample in another shape, entries in C order (last axis fastest).

    Args:
        target_shape: shape of one sample, without the batch axis; one entry may be -1 and follows from the others.

    Shapes:
        x  (batch, ...)
        y  (batch, *target_shape)

    Raises:
        ValueError: two entries of -1, one below that, or samples of another size.

    Source: `keras.layers.Reshape`.
    """

    keeps_whole_numbers = True

    def __init__(self, target_shape: Sequence[int], **settings: Any) -> None:
        super().__init__(**settings)
        self.target_shape = tuple(target_shape)
        if self.target_shape.count(-1) > 1 or any(n < -1 for n in self.target_shape):
            raise ValueError(f"Reshape: expected target_shape of sizes and at most one -1, got {self.target_shape}.")

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[int, ...]]:
        return namespace(x).reshape(x, self.compute_output_shape(x.shape)), x.shape

    def vjp(self, dy: Array, cache: tuple[int, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy in the shape of x."""
        return namespace(dy).reshape(dy, cache), {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        batch, rest = input_shape[0], input_shape[1:]
        if None in rest:
            return (batch, *(None if n == -1 else n for n in self.target_shape))
        size = math.prod(n for n in rest if n is not None)
        known = math.prod(n for n in self.target_shape if n != -1)
        fits = size == known if -1 not in self.target_shape else known > 0 and size % known == 0
        if not fits:
            raise self.bad_input(f"samples of a size that fits target_shape {self.target_shape}", input_shape)
        return (batch, *(size // known if n == -1 else n for n in self.target_shape))
