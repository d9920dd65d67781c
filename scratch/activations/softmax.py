"""Softmax."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
@np.errstate(over="ignore", invalid="ignore")  # only rows that hold inf become NaN, as in Keras
def softmax(x: Array, axis: int | None = -1) -> Array:
    """Softmax along `axis`, exp(x_i) / sum_j exp(x_j).

    The largest entry is subtracted first, which changes nothing but the overflow.

    Args:
        x: array of floats, at least 1-D (logits).
        axis: the axis whose entries sum to 1; None for all entries together.

    Returns:
        Array like `x`, in [0, 1], summing to 1 along `axis`.

    Source: `keras.activations.softmax`.
    """
    if 0 in x.shape:
        return x
    xp = namespace(x)
    e = xp.exp(x - xp.max(x, axis=axis, keepdims=True))
    return e / xp.sum(e, axis=axis, keepdims=True)


@softmax.defvjp
def softmax_vjp(dy: Array, x: Array, y: Array, axis: int | None = -1) -> Array:
    """dx = y * (dy - sum(dy * y)): the Jacobian is diag(y) - y y^T, so an all-ones dy gives exactly nothing."""
    xp = namespace(y)
    return y * (dy - xp.sum(dy * y, axis=axis, keepdims=True))
