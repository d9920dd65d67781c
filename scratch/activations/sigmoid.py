"""Logistic sigmoid."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def sigmoid(x: Array) -> Array:
    """Logistic sigmoid, 1 / (1 + exp(-x)).

    For x < -88 (float32) exp(-x) becomes inf, and 1 / (1 + inf) = 0 is then the right answer.

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [0, 1]; values below 3e-39 (x < -88.7 in float32) come out as 0.

    Source: `keras.activations.sigmoid`.
    """
    return 1 / (1 + namespace(x).exp(-x))


@sigmoid.defvjp
def sigmoid_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * y * (1 - y)."""
    return dy * y * (1 - y)
