"""The entrance of a model."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.layers.layer import Layer, Shape


class InputLayer(Layer):
    """Says which shape a model takes; changes nothing.

    Args:
        shape: shape of one sample, without the batch axis; None for an axis of any length.
        batch_size: None for any.
        dtype: for the reader only: what comes in is cast by the layer that follows.
        batch_shape: `shape` with the batch axis, instead of the two.

    Raises:
        ValueError: there is no shape, or there are two.

    Source: `keras.layers.InputLayer`.
    """

    casts_input = False

    def __init__(
        self,
        shape: tuple[int | None, ...] | int | None = None,
        batch_size: int | None = None,
        dtype: Any = None,
        *,
        batch_shape: tuple[int | None, ...] | None = None,
        **settings: Any,
    ) -> None:
        shape = settings.pop("input_shape", shape)
        if (shape is None) == (batch_shape is None):
            raise ValueError(f"InputLayer: expected shape=(...), the shape of one sample, or batch_shape, got {shape} and {batch_shape}.")
        if batch_shape is not None:
            batch_size, shape = batch_shape[0], batch_shape[1:]
        super().__init__(input_shape=(shape,) if isinstance(shape, int) else shape, **settings)
        self.batch_size = batch_size
        self.dtype = str(getattr(dtype, "__name__", dtype or self.dtype))

    @property
    def shape(self) -> Shape:
        """Keras's `Input` has one, being a tensor; here it is no array that a layer could be called on.

        Raises:
            ValueError: always, saying what to do instead.
        """
        raise ValueError("Input: expected a place in Sequential([Input(...), ...]), got a layer called on it: there is no functional API.")

    @classmethod
    def config_names(cls) -> list[str]:
        return ["name", "dtype", "batch_shape"]

    @property
    def batch_shape(self) -> tuple[int | None, ...]:
        """The shape with the batch axis."""
        return (self.batch_size, *(self.input_shape or ())[1:])

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return x, None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        return dy, {}


def Input(  # noqa: N802  # Keras's name
    shape: tuple[int | None, ...] | int | None = None, batch_size: int | None = None, dtype: Any = None, **settings: Any
) -> InputLayer:
    """The first entry of a `Sequential`. Source: `keras.Input`."""
    return InputLayer(shape, batch_size, dtype, **settings)
