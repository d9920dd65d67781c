"""Sigmoid linear unit, also known as swish."""

from scratch.activations.limits import SATURATED, saturated
from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def silu(x: Array) -> Array:
    """Sigmoid linear unit (swish), x * sigmoid(x).

    Args:
        x: array of floats, any shape. At -inf the limit 0 is returned, where Keras has NaN.

    Source: `keras.activations.silu`; Ramachandran et al. 2017 (arXiv:1710.05941), section 3.2, beta = 1.
    """
    return namespace(x).maximum(x, -SATURATED) * sigmoid(x)


@silu.defvjp
def silu_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * s * (1 + x * (1 - s)), s = sigmoid(x)."""
    s = sigmoid(x)
    return dy * s * (1 + saturated(x) * (1 - s))
