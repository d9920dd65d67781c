"""Mish."""

from scratch.activations.limits import SATURATED, saturated
from scratch.activations.sigmoid import sigmoid
from scratch.activations.softplus import softplus
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def mish(x: Array) -> Array:
    """Mish, x * tanh(softplus(x)).

    Args:
        x: array of floats, any shape. At -inf the limit 0 is returned, where Keras has NaN.

    Source: `keras.activations.mish`; Misra 2019 (arXiv:1908.08681), eq. 1.
    """
    xp = namespace(x)
    return xp.maximum(x, -SATURATED) * xp.tanh(softplus(x))


@mish.defvjp
def mish_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * (t + x * (1 - t^2) * sigmoid(x)), t = tanh(softplus(x))."""
    t = namespace(x).tanh(softplus(x))
    return dy * (t + saturated(x) * (1 - t * t) * sigmoid(x))
