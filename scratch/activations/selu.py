"""Scaled exponential linear unit."""

from scratch.differentiable import Array, Differentiable, namespace

# The fixed point of mean 0 and variance 1: equation 14 of the paper, more digits from its authors' code.
SCALE = 1.0507009873554804934193349852946
ALPHA = 1.6732632423543772848170429916717


@Differentiable
def selu(x: Array) -> Array:
    """Scaled ELU, scale * x above 0 and scale * alpha * (exp(x) - 1) below; scale = 1.0507..., alpha = 1.6733...

    Args:
        x: array of floats, any shape.

    Derivative: scale at 0 (alpha times that just below).

    Source: `keras.activations.selu`; Klambauer et al. 2017 (arXiv:1706.02515), eq. 2.
    """
    xp = namespace(x)
    return xp.where(x > 0, SCALE * x, SCALE * ALPHA * xp.expm1(xp.minimum(x, 0)))


@selu.defvjp
def selu_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * scale from 0 on, dy * (y + scale * alpha) below."""
    xp = namespace(x)
    return dy * xp.where(y < 0, y + SCALE * ALPHA, SCALE)
