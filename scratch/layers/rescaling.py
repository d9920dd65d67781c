"""Rescaling."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer


class Rescaling(Layer):
    """y = x * scale + offset, such as pixels 0..255 to 0..1.

    Args:
        scale: factor; a number, or an array that broadcasts against the last axes of x.
        offset: added afterwards, likewise.

    Shapes:
        x  (batch, ...)  whole numbers are cast to the dtype of the layer first
        y  like x

    Raises:
        ValueError: `scale` or `offset` would give y another shape than x.

    Source: `keras.layers.Rescaling`. In float64 Keras rounds a Python number for `scale` or `offset` to float32 first;
    here 1 / 255 keeps all its digits.
    """

    supports_masking = True

    def __init__(self, scale: Any, offset: Any = 0.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.scale = scale
        self.offset = offset

    def call(self, x: Array, training: bool) -> tuple[Array, Array]:
        xp = namespace(x)
        scale, offset = xp.asarray(self.scale, dtype=x.dtype), xp.asarray(self.offset, dtype=x.dtype)
        y = x * scale + offset
        if y.shape != x.shape:
            raise self.bad_input(f"a shape that scale {tuple(scale.shape)} and offset {tuple(offset.shape)} broadcast to", x.shape)
        return y, scale

    def vjp(self, dy: Array, cache: Array, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy * scale."""
        return dy * cache, {}
