"""Largest value, or mean, of each channel over all of space."""

from __future__ import annotations

import math
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.precision import narrowed, sum_over, widened
from scratch.layers.spatial import Spatial


class GlobalPooling(Spatial):
    """One number for each sample and channel.

    Args:
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        keepdims: True keeps the axes of space, with length 1.

    Shapes:
        x  (batch, *space, channels)
        y  (batch, channels), or (batch, 1, ..., channels) with `keepdims`

    Raises:
        ValueError: x has no space at all.
    """

    def __init__(self, data_format: str | None = None, keepdims: bool = False, **settings: Any) -> None:
        super().__init__(data_format=data_format, **settings)
        self.keepdims = keepdims

    def output_shape_last(self, input_shape: Shape) -> Shape:
        if 0 in input_shape[1:-1]:
            raise self.bad_input("space of at least 1", input_shape)
        return (input_shape[0], *((1,) * self.rank if self.keepdims else ()), input_shape[-1])

    @property
    def axes(self) -> tuple[int, ...]:
        """The axes of space."""
        return tuple(range(1, self.rank + 1))

    def reshaped(self, y: Array) -> Array:
        """y as asked for, from y with axes of length 1."""
        return y if self.keepdims else namespace(y).reshape(y, (y.shape[0], y.shape[-1]))

    def with_space(self, dy: Array) -> Array:
        """The other way round."""
        return namespace(dy).reshape(dy, (dy.shape[0], *(1,) * self.rank, dy.shape[-1]))


class GlobalMaxPooling(GlobalPooling):
    """y = largest x over space. The gradient is shared equally among several largest values, as in Keras."""

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array]]:
        y = namespace(x).max(x, axis=self.axes, keepdims=True)
        return self.reshaped(y), (x, y)

    def vjp_last(self, dy: Array, cache: tuple[Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy / (number of largest values) at each of them, 0 elsewhere."""
        x, y = cache
        largest = widened(namespace(x).astype(x == y, dy.dtype), self.dtype)
        share = self.with_space(widened(dy, self.dtype)) / sum_over(largest, self.axes)
        return narrowed(largest * share, self.dtype), {}


class GlobalAveragePooling(GlobalPooling):
    """y = mean of x over space."""

    def call_last(self, x: Array, training: bool) -> tuple[Array, tuple[Any, ...]]:
        count = math.prod(x.shape[1:-1])
        return self.reshaped(narrowed(sum_over(widened(x, self.dtype), self.axes) / count, self.dtype)), (x.shape, count, None)

    def vjp_last(self, dy: Array, cache: tuple[Any, ...], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy / (number of places) at every place that counts."""
        shape, count, kept = cache
        xp, share = namespace(dy), self.with_space(dy) / count
        return (xp.asarray(xp.broadcast_to(share, shape), copy=True) if kept is None else xp.where(kept, share, 0)), {}


class GlobalMaxPooling1D(GlobalMaxPooling):
    """Largest value of each channel of a sequence. See `GlobalMaxPooling`. Source: `keras.layers.GlobalMaxPooling1D`."""

    rank = 1


class GlobalMaxPooling2D(GlobalMaxPooling):
    """Largest value of each channel of an image. See `GlobalMaxPooling`. Source: `keras.layers.GlobalMaxPooling2D`."""

    rank = 2


class GlobalAveragePooling1D(GlobalAveragePooling):
    """Mean of each channel of a sequence, over the steps that a mask keeps. See `GlobalPooling`.

    Source: `keras.layers.GlobalAveragePooling1D`. Where a mask keeps no step, y is NaN, as there.
    """

    rank = 1
    supports_masking = True

    def call_masked(self, x: Array, training: bool, mask: Array) -> tuple[Array, tuple[Any, ...]]:
        xp, last = namespace(x), self.as_last(x)
        kept = mask[..., None]
        count = xp.sum(xp.astype(kept, x.dtype), axis=1, keepdims=True)
        return self.as_given(self.reshaped(sum_over(xp.where(kept, last, 0), self.axes) / count)), (last.shape, count, kept)

    def compute_mask(self, x: Array, mask: Array | None = None) -> None:
        return None


class GlobalAveragePooling2D(GlobalAveragePooling):
    """Mean of each channel of an image. See `GlobalPooling`. Source: `keras.layers.GlobalAveragePooling2D`."""

    rank = 2
