"""Activations as layers of their own."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.layers.layer import Layer


class Activation(Layer):
    """y = activation(x), elementwise or along the last axis as the activation has it.

    Args:
        activation: name or function; a function needs a `vjp`, as `Differentiable` gives it.

    Source: `keras.layers.Activation`. Like there, a cross-entropy after `Activation('softmax')` or
    `Activation('sigmoid')` is computed from what went into it.
    """

    supports_masking = True

    def __init__(self, activation: object, **settings: Any) -> None:
        super().__init__(activation=activation, **settings)

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return x, None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return dy, {}
