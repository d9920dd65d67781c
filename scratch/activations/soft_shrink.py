"""Soft shrinkage."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def soft_shrink(x: Array, threshold: float = 0.5) -> Array:
    """Soft shrinkage: every value moved towards 0 by `threshold`, and not beyond it (NaN becomes 0, as in Keras).

    Args:
        x: array of floats, any shape.
        threshold: how far.

    Derivative: 0 at +-threshold.

    Source: `keras.activations.soft_shrink`.
    """
    xp = namespace(x)
    return xp.where(x > threshold, x - threshold, xp.where(x < -threshold, x + threshold, 0))


@soft_shrink.defvjp
def soft_shrink_vjp(dy: Array, x: Array, y: Array, threshold: float = 0.5) -> Array:
    """dx = dy where |x| > threshold, else 0."""
    xp = namespace(x)
    return dy * xp.astype(xp.abs(x) > threshold, dy.dtype)
