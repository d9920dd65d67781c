"""Unit normalization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer, Shape
from scratch.layers.precision import narrowed, widened

SMALLEST_NORM = 1e-12  # Keras's: what x is divided by if its own norm is less


class Normalized(NamedTuple):
    """y = x / divisor, and where the divisor is the norm of x."""

    y: Array
    divisor: Array
    has_norm: Array


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

    supports_masking = True

    def __init__(self, axis: int | Sequence[int] = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis
        self._axes = (axis,) if isinstance(axis, int) else tuple(axis)

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        if not self._axes or not all(-rank <= axis < rank for axis in self._axes):
            raise self.bad_input(f"axis {self.axis}", input_shape)

    def call(self, x: Array, training: bool) -> tuple[Array, Normalized]:
        result = normalize(widened(x, self.dtype), self._axes, SMALLEST_NORM)
        return narrowed(result.y, self.dtype), result

    def vjp(self, dy: Array, cache: Normalized, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return narrowed(normalize_vjp(widened(dy, self.dtype), cache, self._axes), self.dtype), {}


def normalize(x: Array, axes: tuple[int, ...], smallest: float) -> Normalized:
    """x / max(its Euclidean norm along `axes`, `smallest`)."""
    norm = _norm(x, axes)
    divisor = namespace(x).maximum(norm, smallest)
    return Normalized(x / divisor, divisor, norm >= smallest)


def normalize_vjp(dy: Array, result: Normalized, axes: tuple[int, ...]) -> Array:
    """dx = (dy - y * sum of dy * y) / norm; dy / smallest where the norm is less than that."""
    along = namespace(dy).sum(dy * result.y, axis=axes, keepdims=True)
    return (dy - namespace(dy).where(result.has_norm, result.y * along, 0)) / result.divisor


def _norm(x: Array, axes: tuple[int, ...]) -> Array:
    """Euclidean norm along `axes`, of any x that is finite."""
    xp = namespace(x)
    if 0 in x.shape:
        return xp.sum(x, axis=axes, keepdims=True)
    largest = xp.max(xp.abs(x), axis=axes, keepdims=True)
    unit = xp.where(largest > 0, largest, 1)
    scaled = x / unit
    return unit * xp.sqrt(xp.sum(scaled * scaled, axis=axes, keepdims=True))
