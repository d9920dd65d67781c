"""Unit normalization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import narrowed, widened

SMALLEST_NORM = 1e-12  # Keras's: what x is divided by if its own norm is less


class UnitNormalization(Layer):
    """y = x / max(norm of x, 1e-12), the Euclidean norm taken along `axis` in each sample.

    Args:
        axis: the axis, or axes, along which y has norm 1.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: x does not have such an axis.

    Source: `keras.layers.UnitNormalization`. Keras squares x as it comes, so that y is 0 where the norm is above 1.8e19 in
    float32 or 255 in float16, and NaN in float16 where it is 0 or below 2e-4. Here x is divided by its largest entry
    first, and float16 is computed in float32.
    """

    def __init__(self, axis: int | Sequence[int] = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis
        self._axes = (axis,) if isinstance(axis, int) else tuple(axis)

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if not self._axes or not all(-rank <= axis < rank for axis in self._axes):
            raise self.bad_input(f"axis {self.axis}", input_shape)

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array, Array]]:
        xp, x = namespace(x), widened(x, self.dtype)
        norm = _norm(x, self._axes)
        divisor = xp.maximum(norm, SMALLEST_NORM)
        y = x / divisor
        return narrowed(y, self.dtype), (y, divisor, norm >= SMALLEST_NORM)

    def vjp(self, dy: Array, cache: tuple[Array, Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = (dy - y * sum of dy * y) / norm; dy / 1e-12 where the norm is less than that."""
        (y, divisor, has_norm), xp, dy = cache, namespace(dy), widened(dy, self.dtype)
        along = xp.sum(dy * y, axis=self._axes, keepdims=True)
        return narrowed((dy - xp.where(has_norm, y * along, 0)) / divisor, self.dtype), {}


def _norm(x: Array, axes: tuple[int, ...]) -> Array:
    """Euclidean norm along `axes`, of any x that is finite."""
    xp = namespace(x)
    if 0 in x.shape:
        return xp.sum(x, axis=axes, keepdims=True)
    largest = xp.max(xp.abs(x), axis=axes, keepdims=True)
    unit = xp.where(largest > 0, largest, 1)
    scaled = x / unit
    return unit * xp.sqrt(xp.sum(scaled * scaled, axis=axes, keepdims=True))
