"""Squareplus."""

from __future__ import annotations

import math

from scratch.activations.limits import finite
from scratch.differentiable import Array, Differentiable, namespace


@Differentiable
def squareplus(x: Array, b: float = 4) -> Array:
    """Squareplus, (x + sqrt(x^2 + b)) / 2.

    Below 0 that difference cancels, so b / 2 / (sqrt(x^2 + b) - x), which is equal, is used there. hypot keeps x^2 from
    overflowing, where Keras returns inf (from |x| = 1.9e19 on in float32, also for negative x).

    Args:
        x: array of floats, any shape.
        b: width of the bend, at least 0.

    Returns:
        Array like `x`, at least 0.

    Raises:
        ValueError: `b` is negative.

    Source: `keras.activations.squareplus`; Barron 2021 (arXiv:2112.11687), eq. 1.
    """
    xp = namespace(x)
    larger = xp.maximum(_root(x, b) / 2 + xp.abs(x) / 2, xp.finfo(x.dtype).smallest_normal)
    return xp.where(x > 0, larger, b / 4 / larger)


@squareplus.defvjp
def squareplus_vjp(dy: Array, x: Array, y: Array, b: float = 4) -> Array:
    """dx = dy * (1 + x / sqrt(x^2 + b)) / 2; below 0, where that cancels, dx = dy * y / sqrt(x^2 + b), which is equal."""
    x = finite(x)
    xp = namespace(x)
    root = xp.maximum(_root(x, b), xp.finfo(x.dtype).smallest_normal)
    return dy * xp.where(x < 0, y / root, (1 + x / root) / 2)


def _root(x: Array, b: float) -> Array:
    if b < 0:
        raise ValueError(f"squareplus: expected b of at least 0 (its square root is taken), got {b}.")
    xp = namespace(x)
    return xp.hypot(x, xp.asarray(math.sqrt(b), dtype=x.dtype))
