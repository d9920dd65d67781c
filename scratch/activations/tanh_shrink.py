"""Tanh shrinkage."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def tanh_shrink(x: Array) -> Array:
    """Tanh shrinkage, x - tanh(x).

    Args:
        x: array of floats, any shape.

    Source: `keras.activations.tanh_shrink`.
    """
    return x - namespace(x).tanh(x)


@tanh_shrink.defvjp
def tanh_shrink_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy * tanh(x)^2."""
    t = namespace(x).tanh(x)
    return dy * t * t
