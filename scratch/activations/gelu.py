"""Gaussian error linear unit."""

from __future__ import annotations

import math

from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, Differentiable, namespace
from scratch.erf import erfc

# Beyond +-40 the normal distribution function is 0 or 1 and its density 0 in every float type; 40^3 still fits float16.
FAR = 40.0
CUBIC = 0.044715  # fitted by the authors
SLOPE = math.sqrt(2 / math.pi)


@Differentiable
def gelu(x: Array, approximate: bool = False) -> Array:
    """Gaussian error linear unit, x * P(X <= x) for a standard normal X.

    Exact: x / 2 * erfc(-x / sqrt(2)), which keeps the far negative tail. Approximate: x / 2 * (1 + tanh(u)) with
    u = sqrt(2 / pi) * (x + 0.044715 * x^3), computed as x * sigmoid(2 u), which is equal and keeps the tail too.

    Args:
        x: array of floats, any shape. At -inf the limit 0 is returned, where Keras has NaN.
        approximate: use the second formula. Keras rounds 0.044715, and 1 / sqrt(2) of the exact formula, to float32 also
            when x is float64 (an error of 5e-9); here they are exact.

    Source: `keras.activations.gelu`; Hendrycks and Gimpel 2016 (arXiv:1606.08415), section 2.
    """
    return namespace(x).maximum(x, -FAR) * _probability(x, approximate)


@gelu.defvjp
def gelu_vjp(dy: Array, x: Array, y: Array, approximate: bool = False) -> Array:
    """dx = dy * (P(X <= x) + x * density(x)), where the density of the approximation is s * (1 - s) * 2 u'."""
    xp = namespace(x)
    p = _probability(x, approximate)
    x = xp.clip(x, -FAR, FAR)
    if not approximate:
        return dy * (p + x * xp.exp(-x * x / 2) / math.sqrt(2 * math.pi))
    return dy * (p + x * p * (1 - p) * 2 * SLOPE * (1 + 3 * CUBIC * x * x))


def _probability(x: Array, approximate: bool) -> Array:
    """P(X <= x)."""
    if not approximate:
        return erfc(x / -math.sqrt(2)) / 2
    x = namespace(x).clip(x, -FAR, FAR)
    return sigmoid(2 * SLOPE * (x + CUBIC * x * x * x))
