"""Hyperbolic tangent."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def tanh(x: Array) -> Array:
    """Hyperbolic tangent, (exp(x) - exp(-x)) / (exp(x) + exp(-x)).

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [-1, 1].

    Source: `keras.activations.tanh`.
    """
    return namespace(x).tanh(x)


@tanh.defvjp
def tanh_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * (1 - y^2)."""
    return dy * (1 - y * y)
