"""Threshold."""

from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def threshold(x: Array, threshold: float, default_value: float) -> Array:
    """Threshold: x where x > threshold, else `default_value` (also for NaN, as in Keras).

    Args:
        x: array of floats, any shape.
        threshold: what x has to exceed.
        default_value: what takes its place.

    Derivative: 0 at `threshold`.

    Source: `keras.activations.threshold`.
    """
    return namespace(x).where(x > threshold, x, default_value)


@threshold.defvjp
def threshold_vjp(dy: Array, x: Array, y: Array, threshold: float, default_value: float) -> Array:
    """dx = dy where x > threshold, else 0."""
    return dy * namespace(x).astype(x > threshold, dy.dtype)
