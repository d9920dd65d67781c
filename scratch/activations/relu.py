"""Rectified linear unit, with Keras's three settings."""

from __future__ import annotations

from scratch.activations.leaky_relu import leaky_relu
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def relu(x: Array, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0) -> Array:
    """Rectified linear unit, max(x, 0).

    With settings: `max_value` for x >= max_value, x for threshold < x < max_value, and
    negative_slope * (x - threshold) below.

    Args:
        x: array of floats, any shape.
        negative_slope: slope below `threshold`.
        max_value: largest value, at least 0; None for no limit.
        threshold: where the function starts to rise. Other than 0, NaN counts as below it, as in Keras.

    Derivative: at 0 (at `threshold`) 0, except `negative_slope` where that is the only setting; at `max_value` 1,
    except 0 at a `max_value` of 6 without threshold (there Keras uses `relu6`).

    Raises:
        ValueError: `max_value` is negative.

    Source: `keras.activations.relu`.
    """
    if max_value is not None and max_value < 0:
        raise ValueError(f"relu: expected max_value of at least 0 (or None), got {max_value}.")
    xp = namespace(x)
    if threshold == 0:
        if max_value is None and negative_slope != 0:
            return leaky_relu(x, negative_slope)
        y = xp.maximum(x, 0)
    else:
        y = xp.where(x > threshold, x, 0)
    if max_value is not None:
        y = xp.clip(y, 0, max_value)
    if negative_slope == 0:
        return y
    return y - negative_slope * xp.maximum(threshold - x, 0)


@relu.defvjp
def relu_vjp(dy: Array, x: Array, y: Array, negative_slope: float = 0.0, max_value: float | None = None, threshold: float = 0.0) -> Array:
    """dx = dy where x is on the rising part, negative_slope * dy below `threshold`, else 0."""
    xp = namespace(x)
    if threshold == 0 and max_value is None:
        if negative_slope != 0:
            return leaky_relu.vjp(dy, x, y, negative_slope)
        return dy * xp.astype(y > 0, dy.dtype)
    rising = x > threshold
    if max_value is not None:
        below_top = x < max_value if max_value == 6 and threshold == 0 else x <= max_value
        rising = rising & below_top & (x >= 0)
    dx = dy * xp.astype(rising, dy.dtype)
    return dx if negative_slope == 0 else xp.where(x < threshold, negative_slope * dy, dx)
