"""Sparse plus."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def sparse_plus(x: Array) -> Array:
    """Sparse plus: 0 up to -1, (x + 1)^2 / 4 between -1 and 1, x from 1 on.

    Args:
        x: array of floats, any shape.

    Derivative: continuous. At +-inf the limits 1 and 0 are returned, where Keras has NaN.

    Source: `keras.activations.sparse_plus`.
    """
    xp = namespace(x)
    middle = xp.clip(x, -1, 1) + 1
    return xp.where(x < 1, middle * middle / 4, x)


@sparse_plus.defvjp
def sparse_plus_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * sparse_sigmoid(x)."""
    return dy * namespace(x).clip((x + 1) / 2, 0, 1)
