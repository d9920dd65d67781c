"""Zeros around x."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import sides_of, tuple_of
from scratch.layers.layer import Shape
from scratch.layers.spatial import Spatial
from scratch.layers.windows import Pads, inside, padded


class ZeroPadding(Spatial):
    """Zeros before and after x along each axis of space: see `ZeroPadding1D` and `ZeroPadding2D`."""

    keeps_whole_numbers = True
    pads: Pads

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[int, ...]]:
        return padded(x, self.pads), x.shape[1:-1]

    def vjp_last(self, dy: Array, cache: tuple[int, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy without its edges."""
        return dy[inside(self.pads, cache)], {}

    def output_shape_last(self, input_shape: Shape) -> Shape:
        larger = (None if n is None else n + sum(pad) for n, pad in zip(input_shape[1:-1], self.pads))
        return (input_shape[0], *larger, input_shape[-1])


class ZeroPadding1D(ZeroPadding):
    """Zeros before and after a sequence.

    Args:
        padding: how many (before, after), or one number for both.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, steps, channels)
        y  (batch, before + steps + after, channels)

    Raises:
        ValueError: `padding` is none.

    Source: `keras.layers.ZeroPadding1D`.
    """

    rank = 1

    def __init__(self, padding: int | Sequence[int] = 1, data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format=data_format, **settings)
        before, after = tuple_of("ZeroPadding1D", "padding", padding, 2, least=0)
        self.padding = (before, after)
        self.pads = (self.padding,)


class ZeroPadding2D(ZeroPadding):
    """Zeros around an image.

    Args:
        padding: ((top, bottom), (left, right)), or (top and bottom, left and right), or one number for all.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, rows, columns, channels)
        y  (batch, top + rows + bottom, left + columns + right, channels)

    Raises:
        ValueError: `padding` is none.

    Source: `keras.layers.ZeroPadding2D`.
    """

    rank = 2

    def __init__(self, padding: int | Sequence[int | Sequence[int]] = (1, 1), data_format: str | None = None, **settings: Any) -> None:
        super().__init__(data_format=data_format, **settings)
        self.padding = self.pads = sides_of("ZeroPadding2D", "padding", padding)
