"""Convolution of sequences."""

from __future__ import annotations

from scratch.layers.conv import Conv


class Conv1D(Conv):
    """y[n, t, f] = activation(sum over k and c of x[n, t * stride + k * dilation, c] * kernel[k, c, f] + bias[f]).

    Args:
        filters: number of channels of y, a positive whole number.
        kernel_size: length of the window.
        strides: how far the window moves.
        padding: `'valid'` for windows inside x only, `'same'` for one window at each stride, zeros around x;
            `'causal'` pads before x only, so that y[t] does not depend on what comes after x[t].
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are; more than 1 only with strides of 1.
        groups: number of runs that the channels of x and of y are cut into, each run of y seeing its own of x only.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        kernel_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, steps, in)
        kernel  (size, in / groups, filters)
        bias    (filters,)
        y       (batch, windows, filters)

    Raises:
        ValueError: an argument that is none of these, channels that are no multiple of `groups`, or not even one window.

    Source: `keras.layers.Conv1D`, without its regularizers and constraints. An empty batch gives an empty y; Keras
    fails at it.
    """

    rank = 1
    paddings = ("valid", "same", "causal")
