"""Larger by repetition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.arguments import positive, tuple_of
from scratch.layers.layer import Shape
from scratch.layers.spatial import Spatial


class UpSampling(Spatial):
    """Each entry of x becomes a block of `factors` equal ones: see `UpSampling1D` and `UpSampling2D`."""

    keeps_whole_numbers = True
    factors: tuple[int, ...]

    def call_last(self, x: Array, training: bool) -> tuple[Array, None]:
        xp = namespace(x)
        for axis, factor in enumerate(self.factors, start=1):
            x = xp.repeat(x, factor, axis=axis)
        return x, None

    def vjp_last(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = sum of dy over each block."""
        split = [dy.shape[0]]
        for n, factor in zip(dy.shape[1:-1], self.factors):
            split += [n // factor, factor]
        blocks = namespace(dy).reshape(dy, (*split, dy.shape[-1]))
        return namespace(dy).sum(blocks, axis=tuple(2 * axis for axis in range(1, self.rank + 1))), {}

    def output_shape_last(self, input_shape: Shape) -> Shape:
        larger = (None if n is None else n * factor for n, factor in zip(input_shape[1:-1], self.factors))
        return (input_shape[0], *larger, input_shape[-1])


class UpSampling1D(UpSampling):
    """Every step of a sequence `size` times.

    Args:
        size: how often, a positive whole number.

    Shapes:
        x  (batch, steps, channels)
        y  (batch, steps * size, channels)

    Raises:
        ValueError: `size` is none.

    Source: `keras.layers.UpSampling1D`.
    """

    rank = 1
    not_in_config = ("data_format",)

    def __init__(self, size: int = 2, **settings: Any) -> None:
        super().__init__(**settings)
        self.size = positive("UpSampling1D", "size", size)
        self.factors = (self.size,)


class UpSampling2D(UpSampling):
    """Every pixel of an image as a block of equal ones.

    Args:
        size: rows and columns of the block, or one number for both.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        interpolation: only `'nearest'`.

    Shapes:
        x  (batch, rows, columns, channels)
        y  (batch, rows * size[0], columns * size[1], channels)

    Raises:
        ValueError: `size` or `interpolation` is none of these.

    Source: `keras.layers.UpSampling2D`, without its other interpolations.
    """

    rank = 2

    def __init__(
        self, size: int | Sequence[int] = (2, 2), data_format: str | None = None, interpolation: str = "nearest", **settings: Any
    ) -> None:
        super().__init__(data_format=data_format, **settings)
        if interpolation != "nearest":
            raise ValueError(f"UpSampling2D: expected interpolation 'nearest', the only one here, got {interpolation!r}.")
        self.interpolation = interpolation
        self.size = self.factors = tuple_of("UpSampling2D", "size", size, 2)
