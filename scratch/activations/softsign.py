"""Softsign."""

from scratch.activations.limits import finite
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def softsign(x: Array) -> Array:
    """Softsign, x / (1 + |x|).

    Args:
        x: array of floats, any shape. At +-inf the limit +-1 is returned, where Keras has NaN.

    Returns:
        Array like `x`, in [-1, 1].

    Source: `keras.activations.softsign`.
    """
    x = finite(x)
    return x / (1 + namespace(x).abs(x))


@softsign.defvjp
def softsign_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy / (1 + |x|)^2, in two divisions, since the square may overflow."""
    size = 1 + namespace(x).abs(x)
    return dy / size / size
