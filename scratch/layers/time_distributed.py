"""The same layer at every step."""

from __future__ import annotations

from typing import Any

from scratch.arrays import reshaped
from scratch.differentiable import Array
from scratch.layers.layer import Layer, Shape
from scratch.layers.random_layer import RandomLayer
from scratch.layers.wrapper import Kept, Wrapper, run, run_back


class TimeDistributed(Wrapper):
    """y[:, t] = layer(x[:, t]) for every step t, with the same weights.

    Steps are samples to the layer inside, so that it is called once for all of them.

    Args:
        layer: a layer in which samples have nothing to do with each other.

    Shapes:
        x  (batch, steps, ...)
        y  (batch, steps, ...)

    Raises:
        ValueError: x has fewer than 3 axes; no layer, or one that draws random numbers or keeps a state.

    Source: `keras.layers.TimeDistributed`.
    """

    supports_masking = True

    def __init__(self, layer: Layer, **settings: Any) -> None:
        super().__init__({"": layer}, **settings)
        if isinstance(layer, RandomLayer) or getattr(layer, "stateful", False):
            raise ValueError(f"TimeDistributed: expected a layer that draws nothing and keeps no state, got {type(layer).__name__}.")
        self.layer = layer

    def build(self, input_shape: Shape) -> None:
        self.layer.ensure_built(self._shape_inside(input_shape))
        if self.layer.state:
            raise ValueError(f"TimeDistributed: expected a layer without state, got {type(self.layer).__name__}.")

    def call(self, x: Array, training: bool) -> tuple[Any, tuple[tuple[int, ...], Kept]]:
        self._shape_inside(x.shape)
        y, kept = run(self.layer, reshaped(x, (x.shape[0] * x.shape[1], *x.shape[2:])), training)
        return reshaped(y, (*x.shape[:2], *y.shape[1:])), (x.shape, kept)

    def vjp(self, dy: Array, cache: tuple[tuple[int, ...], Kept], input_gradient: bool) -> tuple[Array | None, dict[str, Array]]:
        shape, kept = cache
        dx, gradients = run_back(self.layer, reshaped(dy, (shape[0] * shape[1], *dy.shape[2:])), kept, input_gradient)
        return (None if dx is None else reshaped(dx, shape)), gradients

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        shape = self.layer.compute_output_shape(self._shape_inside(input_shape))
        return (input_shape[0], input_shape[1], *shape[1:])

    def saved_weights(self) -> dict[str, list[Array]]:
        return {"": []} | {f"layer/{inside}": arrays for inside, arrays in self.layer.saved_weights().items()}

    def _shape_inside(self, input_shape: Shape) -> Shape:
        if len(input_shape) < 3:
            raise self.bad_input("at least 3 axes (batch, steps, ...)", input_shape)
        return (None, *input_shape[2:])
