"""Logistic sigmoid."""
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def sigmoid(x: Array) -> Array:
    """Logistic sigmoid, 1 / (1 + exp(-x)).

    Written through exp(-|x|), which cannot overflow and keeps the far tail: sigmoid(-100) is 3.7e-44, not 0.

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [0, 1].

    Source: `keras.activations.sigmoid`.
    """
    xp = namespace(x)
    e = xp.exp(-xp.abs(x))
    return xp.where(x >= 0, 1, e) / (1 + e)


@sigmoid.defvjp
def sigmoid_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * y * (1 - y)."""
    return dy * y * (1 - y)
