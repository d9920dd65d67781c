"""Exponential linear unit."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def elu(x: Array, alpha: float = 1.0) -> Array:
    """Exponential linear unit, x above 0 and alpha * (exp(x) - 1) below.

    expm1 keeps the digits that exp(x) - 1 loses near 0.

    Args:
        x: array of floats, any shape.
        alpha: minus the limit at -inf.

    Derivative: alpha at 0.

    Source: `keras.activations.elu`; Clevert et al. 2016 (arXiv:1511.07289), eq. 16.
    """
    xp = namespace(x)
    return xp.where(x > 0, x, alpha * xp.expm1(xp.minimum(x, 0)))


@elu.defvjp
def elu_vjp(dy: Array, x: Array, y: Array, alpha: float = 1.0) -> Array:
    """dx = dy above 0, dy * (y + alpha) elsewhere, since alpha * exp(x) = y + alpha."""
    return dy * namespace(x).where(x > 0, 1, y + alpha)
