"""Softplus."""

from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def softplus(x: Array) -> Array:
    """Softplus, log(1 + exp(x)).

    Computed as max(x, 0) + log(1 + exp(-|x|)), which cannot overflow.

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, at least 0.

    Source: `keras.activations.softplus`.
    """
    xp = namespace(x)
    return xp.maximum(x, 0) + xp.log1p(xp.exp(-xp.abs(x)))


@softplus.defvjp
def softplus_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * sigmoid(x)."""
    return dy * sigmoid(x)
