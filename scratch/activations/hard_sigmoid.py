"""Hard sigmoid."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def hard_sigmoid(x: Array) -> Array:
    """Piecewise linear sigmoid, min(max(x + 3, 0), 6) / 6 (Keras 2 had 0.2 * x + 0.5).

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [0, 1].

    Derivative: 0 at -3 and at 3.

    Source: `keras.activations.hard_sigmoid`.
    """
    return namespace(x).clip(x + 3, 0, 6) / 6


@hard_sigmoid.defvjp
def hard_sigmoid_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy / 6 where 0 < y < 1, else 0."""
    return dy / 6 * namespace(x).astype((y > 0) & (y < 1), dy.dtype)
