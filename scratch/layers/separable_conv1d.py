"""Separable convolution of sequences."""

from __future__ import annotations

from scratch.layers.separable_conv import SeparableConv


class SeparableConv1D(SeparableConv):
    """A convolution of each channel by itself, then a matrix product over the channels at each step.

    y = activation(depthwise(x, depthwise_kernel) @ pointwise_kernel + bias); see `DepthwiseConv1D` for the first half.

    Args:
        filters: number of channels of y.
        kernel_size: length of the window.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        depth_multiplier: number of channels for each of x between the two halves.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, pointwise_initializer, bias_initializer: initial values.

    Shapes:
        x                 (batch, steps, in)
        depthwise_kernel  (size, in, depth_multiplier)
        pointwise_kernel  (1, in * depth_multiplier, filters)
        bias              (filters,)
        y                 (batch, windows, filters)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: Chollet 2017; `keras.layers.SeparableConv1D`, without its regularizers and constraints.
    """

    rank = 1
