"""Hard shrinkage."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def hard_shrink(x: Array, threshold: float = 0.5) -> Array:
    """Hard shrinkage: x where |x| > threshold, else 0 (so is NaN, as in Keras).

    Args:
        x: array of floats, any shape.
        threshold: size up to which values are dropped.

    Derivative: 0 at +-threshold.

    Source: `keras.activations.hard_shrink`.
    """
    xp = namespace(x)
    return xp.where(xp.abs(x) > threshold, x, 0)


@hard_shrink.defvjp
def hard_shrink_vjp(dy: Array, x: Array, y: Array, threshold: float = 0.5) -> Array:
    """dx = dy where |x| > threshold, else 0."""
    xp = namespace(x)
    return dy * xp.astype(xp.abs(x) > threshold, dy.dtype)
