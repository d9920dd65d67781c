"""Leaky ReLU as a layer."""

from __future__ import annotations

from typing import Any

from scratch.activations.leaky_relu import leaky_relu
from scratch.differentiable import Array
from scratch.layers.layer import Layer


class LeakyReLU(Layer):
    """y = x above 0, negative_slope * x elsewhere.

    Args:
        negative_slope: slope below 0, at least 0. The layer's default is 0.3, that of the activation `leaky_relu` 0.2.

    Shapes:
        x  (batch, ...)
        y  like x

    Raises:
        ValueError: `negative_slope` is negative or None.

    Source: Maas, Hannun and Ng 2013; `keras.layers.LeakyReLU`. The derivative at 0 is `negative_slope`.
    """

    supports_masking = True

    def __init__(self, negative_slope: float = 0.3, **settings: Any) -> None:
        negative_slope = settings.pop("alpha", negative_slope)  # its name in Keras 2, which Keras 3 still takes
        super().__init__(**settings)
        if negative_slope is None or negative_slope < 0:
            raise ValueError(f"LeakyReLU: expected negative_slope as a number of at least 0, got {negative_slope!r}.")
        self.negative_slope = negative_slope

    def call(self, x: Array, training: bool) -> tuple[Array, tuple[Array, Array]]:
        y = leaky_relu(x, negative_slope=self.negative_slope)
        return y, (x, y)

    def vjp(self, dy: Array, cache: tuple[Array, Array], input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return leaky_relu.vjp(dy, *cache, negative_slope=self.negative_slope), {}
