"""Hard SiLU, also known as hard swish."""

from scratch.activations.hard_sigmoid import hard_sigmoid
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def hard_silu(x: Array) -> Array:
    """Hard SiLU (hard swish), x * hard_sigmoid(x) = x * min(max(x + 3, 0), 6) / 6.

    Args:
        x: array of floats, any shape. At -inf the limit 0 is returned, where Keras has NaN.

    Derivative: 0 at -3 and 1 at 3.

    Source: `keras.activations.hard_silu`; Howard et al. 2019 (arXiv:1905.02244), section 5.2.
    """
    return namespace(x).maximum(x, -3) * hard_sigmoid(x)


@hard_silu.defvjp
def hard_silu_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * (h + x * h'), h = hard_sigmoid(x), which is dy * (2 x + 3) / 6 for -3 < x < 3."""
    h = hard_sigmoid(x)
    return dy * (h + namespace(x).clip(x, -3, 3) * hard_sigmoid.vjp(namespace(x).ones_like(x), x, h))
