"""RepeatVector."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.arguments import positive
from scratch.layers.layer import Layer, Shape


class RepeatVector(Layer):
    """Every row n times: y[b, i] = x[b].

    Args:
        n: how often, a positive whole number.

    Shapes:
        x  (batch, features)
        y  (batch, n, features)

    Raises:
        ValueError: x has not 2 axes.

    Source: `keras.layers.RepeatVector`.
    """

    keeps_whole_numbers = True

    def __init__(self, n: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.n = positive("RepeatVector", "n", n)

    def call(self, x: Array, training: bool) -> tuple[Array, None]:
        return namespace(x).repeat(x[:, None, :] if x.ndim == 2 else x, self._times(x.shape), axis=1), None

    def vjp(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = sum of dy over the repetitions."""
        return namespace(dy).sum(dy, axis=1), {}

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self._times(input_shape), input_shape[1])

    def _times(self, input_shape: Shape) -> int:
        if len(input_shape) != 2:
            raise self.bad_input("2 axes (batch, features)", input_shape)
        return self.n
