"""Identity."""

from __future__ import annotations

from scratch.differentiable import Array
from scratch.layers.layer import Layer


class Identity(Layer):
    """y = x.

    Source: `keras.layers.Identity`.
    """

    supports_masking = True
    keeps_whole_numbers = True

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return x, None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy."""
        return dy, {}
