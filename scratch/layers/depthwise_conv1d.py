"""Depthwise convolution of sequences."""

from __future__ import annotations

from scratch.layers.depthwise_conv import DepthwiseConv


class DepthwiseConv1D(DepthwiseConv):
    """Convolution of each channel by itself, into `depth_multiplier` channels of y.

    y[n, t, c * m + o] = activation(sum over k of x[n, t * stride + k, c] * kernel[k, c, o] + bias[c * m + o]).

    Args:
        kernel_size: length of the window.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x.
        depth_multiplier: number of channels of y for each of x.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        depthwise_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, steps, in)
        kernel  (size, in, depth_multiplier)
        bias    (in * depth_multiplier,)
        y       (batch, windows, in * depth_multiplier)

    Raises:
        ValueError: an argument that is none of these, or not even one window.

    Source: `keras.layers.DepthwiseConv1D`, without its regularizers and constraints.
    """

    rank = 1
