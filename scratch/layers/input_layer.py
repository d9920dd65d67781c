"""The entrance of a model."""
from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.layers.layer import Layer


class InputLayer(Layer):
    """Says which shape a model takes; changes nothing.

    Args:
        shape: shape of one sample, without the batch axis.
        batch_size: None for any.

    Source: `keras.layers.InputLayer`.
    """

    casts_input = False

    def __init__(self, shape: tuple[int, ...] | None = None, batch_size: int | None = None, **settings: Any) -> None:
        shape = settings.pop("input_shape", shape)
        if shape is None:
            raise ValueError("InputLayer: expected shape=(...), the shape of one sample, got none.")
        super().__init__(input_shape=(shape,) if isinstance(shape, int) else tuple(shape), **settings)
        self.batch_size = batch_size

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return x, None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return dy, {}


def Input(shape: tuple[int, ...] | None = None, batch_size: int | None = None, **settings: Any) -> InputLayer:  # noqa: N802  # Keras's name
    """The first entry of a `Sequential`. Source: `keras.Input`."""
    return InputLayer(shape, batch_size, **settings)
