"""Logarithm of the softmax."""

from __future__ import annotations

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def log_softmax(x: Array, axis: int | None = -1) -> Array:
    """Log-softmax along `axis`, x_i - log(sum_j exp(x_j)).

    The largest entry is subtracted first, so that nothing overflows; no probability is ever rounded to 0.

    Args:
        x: array of floats, at least 1-D (logits).
        axis: the axis whose exponentials sum to 1; None for all entries together.

    Returns:
        Array like `x`, at most 0.

    Source: `keras.activations.log_softmax`.
    """
    if 0 in x.shape:
        return x
    xp = namespace(x)
    shifted = x - xp.max(x, axis=axis, keepdims=True)
    return shifted - xp.log(xp.sum(xp.exp(shifted), axis=axis, keepdims=True))


@log_softmax.defvjp
def log_softmax_vjp(dy: Array, x: Array, y: Array, axis: int | None = -1) -> Array:
    """dx = dy - softmax(x) * sum(dy)."""
    xp = namespace(y)
    return dy - xp.exp(y) * xp.sum(dy, axis=axis, keepdims=True)
