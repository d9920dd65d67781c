"""Permute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape


class Permute(Layer):
    """The axes of every sample in another order: axis i of y is axis dims[i - 1] of x.

    Args:
        dims: the axes of x, counted from 1 (0 is the batch), in their new order.

    Shapes:
        x  (batch, n1, n2, ...)
        y  (batch, n[dims[0]], n[dims[1]], ...)

    Raises:
        ValueError: `dims` is not a permutation of 1, 2, ..., or x has another number of axes.

    Source: `keras.layers.Permute`.
    """

    keeps_whole_numbers = True

    def __init__(self, dims: Sequence[int], **settings: Any) -> None:
        super().__init__(**settings)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(f"Permute: expected dims as an order of 1 to {len(self.dims)}, got {self.dims}.")

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        self.compute_output_shape(x.shape)
        return namespace(x).permute_dims(x, (0, *self.dims)), None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy with the axes put back."""
        back = sorted(range(dy.ndim), key=(0, *self.dims).__getitem__)
        return namespace(dy).permute_dims(dy, tuple(back)), {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != len(self.dims) + 1:
            raise self.bad_input(f"{len(self.dims) + 1} axes (batch and dims {self.dims})", input_shape)
        return (input_shape[0], *(input_shape[d] for d in self.dims))
