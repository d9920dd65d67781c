"""Bounds that keep infinities out of products such as inf * 0, whose limit is known but whose arithmetic says NaN."""

from __future__ import annotations

from scratch.differentiable import Array, namespace

# Beyond +-1000 exp(-|x|) is 0 in every float type, so a sigmoid is exactly 0 or 1 there and its slope exactly 0.
SATURATED = 1000.0


def saturated(x: Array) -> Array:
    """`x` kept within +-SATURATED; NaN stays NaN."""
    return namespace(x).clip(x, -SATURATED, SATURATED)


def finite(x: Array) -> Array:
    """`x` with infinities replaced by the largest finite numbers; NaN stays NaN."""
    xp = namespace(x)
    largest = xp.finfo(x.dtype).max
    return xp.clip(x, -largest, largest)
