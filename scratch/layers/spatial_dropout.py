"""Dropout of whole channels."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch.differentiable import Array
from scratch.layers.arguments import data_format_name
from scratch.layers.dropout import Dropout


class SpatialDropout(Dropout):
    """Dropout of whole channels: see `SpatialDropout1D` and `SpatialDropout2D`."""

    not_in_config = ("trainable", "noise_shape")

    def call(self, x: Array, training: bool) -> tuple[Array, Array | None]:
        self.mask_shape(x.shape)  # another number of axes is refused in inference too
        return super().call(x, training)


class SpatialDropout1D(SpatialDropout):
    """Dropout whose mask is one entry a sample and channel, the same at all steps.

    Args:
        rate, seed: as of `Dropout`.

    Shapes:
        x     (batch, steps, channels)
        mask  (batch, 1, channels)
        y     like x

    Raises:
        ValueError: x has not 3 axes.

    Source: Tompson, Goroshin, Jain, LeCun and Bregler 2015; `keras.layers.SpatialDropout1D`.
    """

    def __init__(self, rate: float, seed: int | np.random.Generator | None = None, **settings: Any) -> None:
        super().__init__(rate, seed=seed, **settings)

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) != 3:
            raise self.bad_input("3 axes (batch, steps, channels)", shape)
        return (shape[0], 1, shape[2])


class SpatialDropout2D(SpatialDropout):
    """Dropout whose mask is one entry a sample and channel, the same at all pixels.

    Args:
        rate, seed: as of `Dropout`.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x     (batch, rows, columns, channels), or (batch, channels, rows, columns)
        mask  (batch, 1, 1, channels), or (batch, channels, 1, 1)
        y     like x

    Raises:
        ValueError: x has not 4 axes.

    Source: Tompson, Goroshin, Jain, LeCun and Bregler 2015; `keras.layers.SpatialDropout2D`.
    """

    def __init__(self, rate: float, data_format: str | None = None, seed: int | np.random.Generator | None = None, **settings: Any) -> None:
        super().__init__(rate, seed=seed, **settings)
        self.data_format = data_format_name("SpatialDropout2D", data_format)

    def mask_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) != 4:
            raise self.bad_input("4 axes (batch, rows, columns, channels)", shape)
        return (*shape[:2], 1, 1) if self.data_format == "channels_first" else (shape[0], 1, 1, shape[3])
