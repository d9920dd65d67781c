"""Convolution of each channel by itself, and its derivatives.

x is (batch, *space, channels) and padded already, y is (batch, *count, channels * multiplier), and the kernel is
(*size, channels, multiplier). Channel c of x becomes the channels c * multiplier, ... of y.
"""

from __future__ import annotations

from collections.abc import Sequence

from scratch.arrays import reshaped, rows_of
from scratch.differentiable import Array, namespace
from scratch.layers.precision import sum_of_rows
from scratch.layers.windows import Window


def depthwise(x: Array, kernel: Array, window: Window, count: Sequence[int]) -> Array:
    """y[n, o, c * m + i] = sum over window entries k of x[n, o * stride + k * dilation, c] * kernel[k, c, i]."""
    rows = _by_output(kernel)
    x = _repeated(x, kernel)
    y = namespace(x).zeros((x.shape[0], *count, x.shape[-1]), dtype=x.dtype)
    for index, where in window.positions(count):
        y += x[where] * rows[index]
    return y


def depthwise_kernel_vjp(dy: Array, x: Array, kernel: Array, window: Window) -> Array:
    """dkernel[k, c, i] = sum over samples n and places o of x[n, o * stride + k * dilation, c] * dy[n, o, c * m + i]."""
    x = _repeated(x, kernel)
    gradient = namespace(kernel).zeros_like(_by_output(kernel))
    for index, where in window.positions(dy.shape[1:-1]):
        gradient[index] = sum_of_rows(rows_of(x[where] * dy))
    return reshaped(gradient, kernel.shape)


def depthwise_input_vjp(dy: Array, kernel: Array, window: Window, shape: tuple[int, ...]) -> Array:
    """dx: every dy[n, o, c * m + i] * kernel[k, c, i] is added to dx[n, o * stride + k * dilation, c], of `shape`."""
    xp, rows = namespace(dy), _by_output(kernel)
    dx = xp.zeros((*shape[:-1], dy.shape[-1]), dtype=dy.dtype)
    for index, where in window.positions(dy.shape[1:-1]):
        dx[where] += dy * rows[index]
    return dx if kernel.shape[-1] == 1 else xp.sum(xp.reshape(dx, (*shape, kernel.shape[-1])), axis=-1)


def _by_output(kernel: Array) -> Array:
    """(*size, channels, multiplier) -> (*size, channels of y)."""
    return reshaped(kernel, (*kernel.shape[:-2], kernel.shape[-2] * kernel.shape[-1]))


def _repeated(x: Array, kernel: Array) -> Array:
    """Each channel of x as often as there are channels of y made of it."""
    return x if kernel.shape[-1] == 1 else namespace(x).repeat(x, kernel.shape[-1], axis=-1)
