"""Flatten."""

from __future__ import annotations

import math
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.arguments import data_format_name
from scratch.layers.layer import Layer, Shape


class Flatten(Layer):
    """Every sample as one row, entries in C order (last axis fastest).

    Args:
        data_format: `'channels_last'` (the default), or `'channels_first'`: axis 1 is moved to the end first, so that
            the row comes out as it would from the same data with channels last.

    Shapes:
        x  (batch, ...)
        y  (batch, product of the rest)

    Source: `keras.layers.Flatten`.
    """

    keeps_whole_numbers = True

    def __init__(self, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.data_format = data_format_name("Flatten", data_format)

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[int, ...]]:
        xp = namespace(x)
        if self.data_format == "channels_first" and x.ndim > 1:
            x = xp.moveaxis(x, 1, -1)
        return xp.reshape(x, (x.shape[0], math.prod(x.shape[1:]))), x.shape

    def vjp(self, dy: Array, cache: tuple[int, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy in the shape of x."""
        xp = namespace(dy)
        dx = xp.reshape(dy, cache)
        return (xp.moveaxis(dx, -1, 1) if self.data_format == "channels_first" and len(cache) > 1 else dx), {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        rest = input_shape[1:]
        return (input_shape[0], None if None in rest else math.prod(n for n in rest if n is not None))
