"""Softmax."""

from __future__ import annotations

from scratch.arrays import largest, total
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def softmax(x: Array, axis: int | None = -1) -> Array:
    """Softmax along `axis`, exp(x_i) / sum_j exp(x_j).

    The largest entry is subtracted first, which changes nothing but the overflow: only rows that hold inf become NaN, as in Keras.

    Args:
        x: array of floats, at least 1-D (logits).
        axis: the axis whose entries sum to 1; None for all entries together.

    Returns:
        Array like `x`, in [0, 1], summing to 1 along `axis`.

    Source: `keras.activations.softmax`.
    """
    if 0 in x.shape:
        return x
    e = namespace(x).exp(x - largest(x, axis))
    return e / total(e, axis)


@softmax.defvjp
def softmax_vjp(dy: Array, x: Array, y: Array, axis: int | None = -1) -> Array:
    """dx = y * (dy - sum(dy * y)): the Jacobian is diag(y) - y y^T, so an all-ones dy gives exactly nothing."""
    return y * (dy - total(dy * y, axis))
