"""ELU as a layer."""

from __future__ import annotations

from typing import Any

from scratch.activations.elu import elu
from scratch.differentiable import Array
from scratch.layers.layer import Layer


class ELU(Layer):
    """y = x above 0, alpha * (exp(x) - 1) elsewhere.

    Args:
        alpha: what -y tends to far below 0.

    Shapes:
        x  (batch, ...)
        y  like x

    Source: Clevert, Unterthiner and Hochreiter 2016; `keras.layers.ELU`. The derivative at 0 is `alpha`.
    """

    supports_masking = True

    def __init__(self, alpha: float = 1.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.alpha = alpha

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array]]:
        y = elu(x, alpha=self.alpha)
        return y, (x, y)

    def vjp(self, dy: Array, cache: tuple[Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return elu.vjp(dy, *cache, alpha=self.alpha), {}
