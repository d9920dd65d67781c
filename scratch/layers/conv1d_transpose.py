"""Transposed convolution of sequences."""

from __future__ import annotations

from scratch.layers.conv_transpose import ConvTranspose


class Conv1DTranspose(ConvTranspose):
    """What is to `Conv1D` as a gradient is to its function: the linear map of a convolution from y to x, transposed.

    Every x[n, t, c] * kernel[k, f, c] is added to y[n, t * stride + k, f]; then come the bias and the activation. Used to
    make sequences longer.

    Args:
        filters: number of channels of y, a positive whole number.
        kernel_size: length of the window.
        strides: how many times longer y becomes.
        padding: `'valid'` for all of y that a window reaches, `'same'` for y of strides times the length of x.
        output_padding: how many steps of y there are beyond (n - 1) * stride + size (for `'valid'`) or
            (n - 1) * stride + size % 2 (for `'same'`), less than `strides`; None for the lengths just said.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are; more than 1 only with strides of 1.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        kernel_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, steps, in)
        kernel  (size, filters, in)
        bias    (filters,)
        y       (batch, more steps, filters)

    Raises:
        ValueError: an argument that is none of these, or an `output_padding` that leaves y too short for x.

    Source: `keras.layers.Conv1DTranspose`, without its regularizers and constraints.
    """

    rank = 1
