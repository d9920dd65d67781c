"""Largest value in each window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.windowed import Windowed
from scratch.layers.windows import inside, padded


class MaxPooling(Windowed):
    """y[n, o, c] = largest x[n, o * stride + k, c] over the window entries k: see `MaxPooling1D` and `MaxPooling2D`."""

    def __init__(
        self,
        pool_size: int | Sequence[int] = 2,
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(pool_size, "pool_size", pool_size if strides is None else strides, padding, data_format, **settings)
        self.pool_size = self.window.size

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array, tuple[int, ...]]]:
        xp, space = namespace(x), x.shape[1:-1]
        wide = padded(x, self.window.pads(self.padding, space), -float("inf"))
        y = None
        for _, where in self.window.positions(self.windows_on(x)):
            y = wide[where] if y is None else xp.maximum(y, wide[where])
        return xp.asarray(y, copy=True), (wide, y, space)

    def vjp_last(self, dy: Array, cache: tuple[Array, Array, tuple[int, ...]], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy at the largest entry of each window, the first one of several; 0 elsewhere."""
        wide, y, space = cache
        xp = namespace(dy)
        dx, free = xp.zeros(wide.shape, dtype=dy.dtype), xp.ones(dy.shape, dtype=xp.bool)
        for _, where in self.window.positions(dy.shape[1:-1]):
            here = free & (wide[where] == y)
            dx[where] += dy * xp.astype(here, dy.dtype)
            free = free & ~here
        return dx[inside(self.window.pads(self.padding, space), space)], {}

    def output_shape_last(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self.space_after(input_shape), input_shape[-1])


class MaxPooling1D(MaxPooling):
    """Largest value of each channel in each window of a sequence.

    Args:
        pool_size: length of the window.
        strides: how far the window moves; its length unless given.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, also over the edge of x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, steps, channels)
        y  (batch, windows, channels)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.MaxPooling1D`. The gradient goes to the first of several largest values. NaN in a window
    makes y NaN, where Keras on the CPU skips it.
    """

    rank = 1


class MaxPooling2D(MaxPooling):
    """Largest value of each channel in each window of an image.

    Args:
        pool_size: rows and columns of the window, or one number for both.
        strides: how far the window moves; its size unless given.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, also over the edges of x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, rows, columns, channels)
        y  (batch, windows down, windows across, channels)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.MaxPooling2D`. The gradient goes to the first of several largest values, row by row. NaN in a
    window makes y NaN, where Keras on the CPU skips it.
    """

    rank = 2

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, **settings)
