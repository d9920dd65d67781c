"""Depthwise convolution of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.layers.depthwise_conv import DepthwiseConv


class DepthwiseConv2D(DepthwiseConv):
    """Convolution of each channel by itself, into `depth_multiplier` channels of y.

    y[n, i, j, c * m + o] = activation(sum over k, l of x[n, i + k, j + l, c] * kernel[k, l, c, o] + bias[c * m + o]).

    Args:
        kernel_size: rows and columns of the window, or one number for both.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        depth_multiplier: number of channels of y for each of x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, rows, columns, in)
        kernel  (rows, columns, in, depth_multiplier)
        bias    (in * depth_multiplier,)
        y       (batch, windows down, windows across, in * depth_multiplier)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.DepthwiseConv2D`, without its regularizers and constraints. An empty batch gives an empty y of
    the right shape; Keras gives it the shape of x.
    """

    rank = 2

    def __init__(
        self,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = (1, 1),
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        **settings: Any,
    ) -> None:
        super().__init__(
            kernel_size,
            strides,
            padding,
            depth_multiplier,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            depthwise_initializer,
            bias_initializer,
            **settings,
        )
