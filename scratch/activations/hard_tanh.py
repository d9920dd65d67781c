"""Hard hyperbolic tangent."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def hard_tanh(x: Array) -> Array:
    """Piecewise linear tanh, min(max(x, -1), 1).

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [-1, 1].

    Derivative: 1 at -1 and at 1.

    Source: `keras.activations.hard_tanh`.
    """
    return namespace(x).clip(x, -1, 1)


@hard_tanh.defvjp
def hard_tanh_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy where -1 <= x <= 1, else 0."""
    xp = namespace(x)
    return dy * xp.astype(xp.abs(x) <= 1, dy.dtype)
