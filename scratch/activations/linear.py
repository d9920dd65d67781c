"""Linear (identity)."""

from scratch.differentiable import Array, Differentiable


@Differentiable
def linear(x: Array) -> Array:
    """Identity, x.

    Source: `keras.activations.linear`.
    """
    return x


@linear.defvjp
def linear_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy."""
    return dy
