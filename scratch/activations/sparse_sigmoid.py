"""Sparse sigmoid."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def sparse_sigmoid(x: Array) -> Array:
    """Sparse sigmoid, min(max((x + 1) / 2, 0), 1).

    Args:
        x: array of floats, any shape.

    Returns:
        Array like `x`, in [0, 1].

    Derivative: 0 at -1 and at 1.

    Source: `keras.activations.sparse_sigmoid`; Blondel et al. 2019 (arXiv:1901.02324).
    """
    return namespace(x).clip((x + 1) / 2, 0, 1)


@sparse_sigmoid.defvjp
def sparse_sigmoid_vjp(dy: Array, x: Array, y: Array) -> Array:
    """dx = dy / 2 where -1 < x < 1, else 0."""
    xp = namespace(x)
    return xp.where(xp.abs(x) >= 1, 0, dy / 2)
