"""Sparsemax."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array, Differentiable, namespace

only_inf_gives_nan = np.errstate(over="ignore", invalid="ignore")  # rows that hold inf or NaN become NaN, as in Keras


DROPPED = -2.0  # an entry 1 or more below the largest is never kept, and sums of larger ones overflow


@Differentiable
def sparsemax(x: Array, axis: int = -1) -> Array:
    """Sparsemax along `axis`, max(x_i - tau, 0): the point of the probability simplex nearest to x.

    tau is what makes the result sum to 1. With x sorted downwards, the k largest entries are kept, where k is the last
    place with 1 + k x_k > x_1 + ... + x_k, and tau = (x_1 + ... + x_k - 1) / k.

    Keras 3.15 does *not* compute this: it adds up the running sums of all kept entries instead of taking the last one,
    so its result does not sum to 1 once two entries are kept (`sparsemax([1.0, 0.9, 0.8])` is all zeros; Keras issue 23425,
    repaired after 3.15).

    Args:
        x: array of floats, at least 1-D.
        axis: the axis whose entries sum to 1.

    Returns:
        Array like `x`, in [0, 1], summing to 1 along `axis`.

    Derivative: an entry exactly at tau counts as dropped.

    Source: Martins and Astudillo 2016 (arXiv:1602.02068), algorithm 1; departs from `keras.activations.sparsemax`.
    """
    xp = namespace(x)
    x = xp.maximum(x - xp.max(x, axis=axis, keepdims=True), DROPPED)
    down = -xp.sort(-x, axis=axis)
    k = _counted_along(down, axis)
    excess = (_running_sum(down, axis) - 1) / k
    kept = xp.astype(down > excess, x.dtype)
    size = xp.sum(kept, axis=axis, keepdims=True)
    tau = xp.sum(xp.where(k == size, excess, 0), axis=axis, keepdims=True)
    return xp.maximum(x - tau, 0)


@sparsemax.defvjp
@only_inf_gives_nan
def sparsemax_vjp(dy: Array, x: Array, y: Array, axis: int = -1) -> Array:
    """dx = dy - mean of dy over the entries that were kept; 0 for the others."""
    xp = namespace(y)
    kept = xp.astype(y > 0, dy.dtype)
    mean = xp.sum(dy * kept, axis=axis, keepdims=True) / xp.sum(kept, axis=axis, keepdims=True)
    return kept * (dy - mean)


def _running_sum(x: Array, axis: int) -> Array:
    xp = namespace(x)
    return xp.cumulative_sum(x, axis=axis) if hasattr(xp, "cumulative_sum") else xp.cumsum(x, axis=axis)  # NumPy 2.0 has the old name only


def _counted_along(x: Array, axis: int) -> Array:
    """1, 2, 3, ... along `axis`."""
    xp = namespace(x)
    shape = [1] * x.ndim
    shape[axis] = -1
    return xp.reshape(xp.arange(1, x.shape[axis] + 1, dtype=x.dtype), tuple(shape))
