"""Transposed convolution of images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.layers.conv_transpose import ConvTranspose


class Conv2DTranspose(ConvTranspose):
    """What is to `Conv2D` as a gradient is to its function: the linear map of a convolution from y to x, transposed.

    Every x[n, i, j, c] * kernel[k, l, f, c] is added to y[n, i * stride + k, j * stride + l, f]; then come the bias and the
    activation. Used to make images larger.

    Args:
        filters: number of channels of y, a positive whole number.
        kernel_size: rows and columns of the window, or one number for both.
        strides: how many times larger y becomes.
        padding: `'valid'` for all of y that a window reaches, `'same'` for y of strides times the size of x.
        output_padding: how many rows and columns of y there are beyond (n - 1) * stride + size (for `'valid'`) or
            (n - 1) * stride + size % 2 (for `'same'`), less than `strides`; None for the sizes just said.
        data_format: `'channels_last'` (the default) or `'channels_first'`.
        dilation_rate: how far apart the entries of the window are; more than 1 only with strides of 1.
        activation: name or function, linear unless given.
        use_bias: False leaves `bias` out.
        kernel_initializer, bias_initializer: initial values.

    Shapes:
        x       (batch, rows, columns, in)
        kernel  (rows, columns, filters, in)
        bias    (filters,)
        y       (batch, larger rows, larger columns, filters)

    Raises:
        ValueError: an argument that is none of these, or an `output_padding` that leaves y too small for x.

    Source: Zeiler et al. 2010, "deconvolution"; `keras.layers.Conv2DTranspose`, without its regularizers and constraints.
    """

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = (1, 1),
        padding: str = "valid",
        output_padding: int | Sequence[int] | None = None,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = (1, 1),
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
            output_padding,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            **settings,
        )
