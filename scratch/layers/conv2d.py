"""Convolution of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.layers.conv import Conv


class Conv2D(Conv):
    """y[n, i, j, f] = activation(sum over the window k, l and the channels c of x[n, i + k, j + l, c] * kernel[k, l, c, f] + bias[f]).

    With strides s and dilation d x is read at [i * s + k * d, j * s + l * d].

    Args:
        filters: number of channels of y, a positive whole number.
        kernel_size: rows and columns of the window, or one number for both.
        strides: how far the window moves, in rows and in columns.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are; more than 1 only with strides of 1.
        groups: number of runs that the channels of x and of y are cut into, each run of y seeing its own of x only.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        kernel_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, rows, columns, in)
        kernel  (rows, columns, in / groups, filters)
        bias    (filters,)
        y       (batch, windows down, windows across, filters)

    Raises:
        ValueError: an argument that is none of these, channels that are no multiple of `groups`, or not even one window.

    Source: LeCun et al. 1989; `keras.layers.Conv2D`, without its regularizers and constraints. An empty batch gives an
    empty y; Keras fails at it.
    """

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = (1, 1),
        groups: int = 1,
        activation: object = None,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(
            filters,
            kernel_size,
            strides,
            padding,
            data_format,
            dilation_rate,
            groups,
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            **settings,
        )
