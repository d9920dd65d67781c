"""Rectified linear unit with a ceiling of 6."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def relu6(x: Array) -> Array:
    """Rectified linear unit with a ceiling, min(max(x, 0), 6).

    Args:
        x: array of floats, any shape.

    Derivative: 0 at 0 and at 6.

    Source: `keras.activations.relu6`.
    """
    return namespace(x).clip(x, 0, 6)


@relu6.defvjp
def relu6_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy where 0 < y < 6, else 0."""
    return dy * namespace(x).astype((y > 0) & (y < 6), dy.dtype)
