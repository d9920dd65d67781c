"""Mean of each window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.precision import narrowed, widened
from scratch.layers.windowed import Windowed
from scratch.layers.windows import inside, padded


class AveragePooling(Windowed):
    """y[n, o, c] = mean of x[n, o * stride + k, c] over the window entries k that lie on x: see `AveragePooling2D`."""

    def __init__(
        self,
        pool_size: int | Sequence[int],
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(pool_size, "pool_size", pool_size if strides is None else strides, padding, data_format, **settings)
        self.pool_size = self.window.size

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[int, ...]]:
        x = widened(x, self.dtype)
        return narrowed(self._sums(x) / self._sums(self._ones(x.shape[1:-1], x)), self.dtype), x.shape[1:-1]

    def vjp_last(self, dy: Array, cache: tuple[int, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = sum of dy / (entries of the window on x) over the windows that x was in."""
        pads, wide = self.window.pads(self.padding, cache), widened(dy, self.dtype)
        share = wide / self._sums(self._ones(cache, wide))
        shape = (dy.shape[0], *(n + sum(pad) for n, pad in zip(cache, pads)), dy.shape[-1])
        dx = namespace(dy).zeros(shape, dtype=wide.dtype)
        for _, where in self.window.positions(dy.shape[1:-1]):
            dx[where] += share
        return narrowed(dx[inside(pads, cache)], self.dtype), {}

    def output_shape_last(self, input_shape: Shape) -> Shape:
        return (input_shape[0], *self.space_after(input_shape), input_shape[-1])

    def _sums(self, x: Array) -> Array:
        """Sum of each window, the padding counting as zeros."""
        count = self.windows_on(x)
        wide = padded(x, self.window.pads(self.padding, x.shape[1:-1]))
        total = namespace(x).zeros((x.shape[0], *count, x.shape[-1]), dtype=x.dtype)
        for _, where in self.window.positions(count):
            total += wide[where]
        return total

    def _ones(self, space: tuple[int, ...], like: Array) -> Array:
        return namespace(like).ones((1, *space, 1), dtype=like.dtype)


class AveragePooling1D(AveragePooling):
    """Mean of each channel in each window of a sequence.

    Args:
        pool_size: length of the window.
        strides: how far the window moves; its length unless given.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, also over the edge of x,
            of which only the entries on x count.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, steps, channels)
        y  (batch, windows, channels)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.AveragePooling1D`.
    """

    rank = 1


class AveragePooling2D(AveragePooling):
    """Mean of each channel in each window of an image.

    Args:
        pool_size: rows and columns of the window, or one number for both.
        strides: how far the window moves; its size unless given.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, also over the edges of x,
            of which only the entries on x count.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, rows, columns, channels)
        y  (batch, windows down, windows across, channels)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.AveragePooling2D`.
    """

    rank = 2
