"""Convolution as a matrix product, and its two derivatives.

In all of them x is (batch, *space, in) and padded already, y is (batch, *count, out), and the kernel is
(*size, in / groups, out). With groups the channels of x and of y are cut into that many runs of equal length, and each
run of y sees its own run of x only.
"""

from __future__ import annotations

import math

from scratch.arrays import reshaped, rows_of
from scratch.differentiable import Array, namespace
from scratch.layers.windows import Window


def convolve(x: Array, kernel: Array, window: Window, groups: int = 1) -> Array:
    """y[n, o, f] = sum over window entries k and channels c of x[n, o * stride + k * dilation, c] * kernel[k, c, f].

    Each window becomes a row of a matrix (im2col), which is multiplied by the kernel as one matrix.
    """
    patches = window.patches(x)
    y = _by_group(rows_of(patches), groups, math.prod(window.size)) @ _kernel_matrices(kernel, groups)
    return reshaped(_together(y), (*patches.shape[:-1], kernel.shape[-1]))


def convolve_kernel_vjp(dy: Array, x: Array, window: Window, groups: int = 1) -> Array:
    """dkernel[k, c, f] = sum over samples n and places o of x[n, o * stride + k * dilation, c] * dy[n, o, f]."""
    patches = window.patches(x)
    rows = _by_group(rows_of(patches), groups, math.prod(window.size))
    filters = dy.shape[-1]
    gradient = namespace(rows).matrix_transpose(rows) @ _by_group(rows_of(dy), groups, 1)
    return reshaped(_together(gradient), (*window.size, x.shape[-1] // groups, filters))


def convolve_input_vjp(dy: Array, kernel: Array, window: Window, shape: tuple[int, ...], groups: int = 1) -> Array:
    """dx: every dy[n, o, f] * kernel[k, c, f] is added where the x[n, ..., c] it was multiplied with came from.

    Args:
        shape: of the padded x.
    """
    dx = namespace(dy).zeros(shape, dtype=dy.dtype)
    rows = _by_group(rows_of(dy), groups, 1)
    for index, where in window.positions(dy.shape[1:-1]):
        share = rows @ namespace(dy).matrix_transpose(_kernel_matrices(kernel[index], groups))
        dx[where] += reshaped(_together(share), (*dy.shape[:-1], shape[-1]))
    return dx


def _by_group(rows: Array, groups: int, entries: int) -> Array:
    """(rows, entries * channels) -> (groups, rows, entries * channels of the group)."""
    if groups == 1:
        return rows
    xp = namespace(rows)
    split = xp.reshape(rows, (rows.shape[0], entries, groups, rows.shape[1] // (entries * groups)))
    return xp.reshape(xp.permute_dims(split, (2, 0, 1, 3)), (groups, rows.shape[0], rows.shape[1] // groups))


def _kernel_matrices(kernel: Array, groups: int) -> Array:
    """(*size, in / groups, out) -> (size * in / groups, out), or one of (size * in / groups, out / groups) a group."""
    filters = kernel.shape[-1]
    matrix = rows_of(kernel)
    if groups == 1:
        return matrix
    return namespace(kernel).permute_dims(reshaped(matrix, (matrix.shape[0], groups, filters // groups)), (1, 0, 2))


def _together(y: Array) -> Array:
    """(groups, rows, columns) -> (rows, groups * columns)."""
    return y if y.ndim == 2 else reshaped(namespace(y).permute_dims(y, (1, 0, 2)), (y.shape[1], y.shape[0] * y.shape[2]))
