"""Logarithm of the sigmoid."""

from scratch.activations.sigmoid import sigmoid
from scratch.activations.softplus import softplus
from scratch.differentiable import Array, Differentiable


@Differentiable
def log_sigmoid(x: Array) -> Array:
    """Logarithm of the sigmoid, log(1 / (1 + exp(-x))) = -softplus(-x).

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, at most 0.

    Source: `keras.activations.log_sigmoid`.
    """
    return -softplus(-x)


@log_sigmoid.defvjp
def log_sigmoid_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * sigmoid(-x)."""
    return dy * sigmoid(-x)
