"""Continuously differentiable exponential linear unit."""

import numpy as np

from scratch.differentiable import Array, Differentiable, namespace

quotient_may_overflow = np.errstate(over="ignore")  # to -inf, whose exponential is right


@Differentiable
def celu(x: Array, alpha: float = 1.0) -> Array:
    """Continuously differentiable ELU, x above 0 and alpha * (exp(x / alpha) - 1) below.

    Args:
        x: array of floats, any shape.
        alpha: minus the limit at -inf, above 0.

    Derivative: 1 at 0, where the function is smooth. Keras returns 2 there: it writes max(x, 0) + ...min(x, 0)... and
    TensorFlow lets the gradient through both at 0.

    Raises:
        ValueError: `alpha` is not above 0.

    Source: `keras.activations.celu`; Barron 2017 (arXiv:1704.07483), eq. 2.
    """
    if not alpha > 0:
        raise ValueError(f"celu: expected alpha above 0 (it divides x), got {alpha}.")
    xp = namespace(x)
    return xp.maximum(x, 0) + alpha * xp.expm1(xp.minimum(x, 0) / alpha)


@celu.defvjp
@quotient_may_overflow
def celu_vjp(dy: Array, x: Array, y: Array, alpha: float = 1.0) -> Array:
    """dx = dy * exp(min(x, 0) / alpha)."""
    xp = namespace(x)
    return dy * xp.exp(xp.minimum(x, 0) / alpha)
