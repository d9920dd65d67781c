"""Flatten."""
from __future__ import annotations

import math

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape


class Flatten(Layer):
    """Every sample as one row, entries in C order (last axis fastest).

    Shapes:
        x  (batch, ...)
        y  (batch, product of the rest)

    Source: `keras.layers.Flatten` with `data_format="channels_last"`.
    """

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[int, ...]]:
        return namespace(x).reshape(x, (x.shape[0], math.prod(x.shape[1:]))), x.shape

    def vjp(self, dy: Array, cache: tuple[int, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return namespace(dy).reshape(dy, cache), {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        rest = input_shape[1:]
        return (input_shape[0], None if None in rest else math.prod(n for n in rest if n is not None))
