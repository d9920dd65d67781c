"""Separable convolution of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.layers.separable_conv import SeparableConv


class SeparableConv2D(SeparableConv):
    """A convolution of each channel by itself, then a matrix product over the channels at each place.

    y = activation(depthwise(x, depthwise_kernel) @ pointwise_kernel + bias); see `DepthwiseConv2D` for the first half.

    Args:
        filters: number of channels of y.
        kernel_size: rows and columns of the window, or one number for both.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        depth_multiplier: number of channels for each of x between the two halves.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, pointwise_initializer, bias_initializer: initial values.

    Shapes:
        x                 (batch, rows, columns, in)
        depthwise_kernel  (rows, columns, in, depth_multiplier)
        pointwise_kernel  (1, 1, in * depth_multiplier, filters)
        bias              (filters,)
        y                 (batch, windows down, windows across, filters)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: Chollet 2017; `keras.layers.SeparableConv2D`, without its regularizers and constraints.
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
        depth_multiplier: int = 1,
        activation: object = None,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        pointwise_initializer: object = "glorot_uniform",
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
            depth_multiplier,
            activation,
            use_bias,
            depthwise_initializer,
            pointwise_initializer,
            bias_initializer,
            **settings,
        )
