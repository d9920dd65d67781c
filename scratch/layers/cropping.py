"""x without its edges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scratch.differentiable import Array
from scratch.layers.arguments import sides_of, tuple_of
from scratch.layers.layer import Shape
from scratch.layers.spatial import Spatial
from scratch.layers.windows import Pads, inside, padded


class Cropping(Spatial):
    """x without its first and last entries along each axis of space: see `Cropping1D` and `Cropping2D`."""

    keeps_whole_numbers = True
    edges: Pads

    def call_last(self, x: Array, training: bool) -> tuple[Array, None]:
        space: Any = self.output_shape_last(x.shape)[1:-1]
        return x[inside(self.edges, space)], None

    def vjp_last(self, dy: Array, cache: None, input_gradient: bool) -> tuple[Array, dict[str, Array]]:
        """dx = dy with zeros where the edges were."""
        return padded(dy, self.edges), {}

    def output_shape_last(self, input_shape: Shape) -> Shape:
        smaller = [None if n is None else n - sum(edge) for n, edge in zip(input_shape[1:-1], self.edges)]
        if any(n is not None and n < 1 for n in smaller):
            raise self.bad_input(f"space beyond {tuple(map(sum, self.edges))} (what is cut off)", input_shape)
        return (input_shape[0], *smaller, input_shape[-1])


class Cropping1D(Cropping):
    """A sequence without its first and last steps.

    Args:
        cropping: how many (first, last), or one number for both.

    Shapes:
        x  (batch, steps, channels)
        y  (batch, steps - first - last, channels)

    Raises:
        ValueError: `cropping` is none, or nothing is left.

    Source: `keras.layers.Cropping1D`.
    """

    rank = 1
    not_in_config = ("data_format",)

    def __init__(self, cropping: int | Sequence[int] = (1, 1), **settings: Any) -> None:
        super().__init__(**settings)
        first, last = tuple_of("Cropping1D", "cropping", cropping, 2, least=0)
        self.cropping = (first, last)
        self.edges = (self.cropping,)


class Cropping2D(Cropping):
    """An image without its edges.

    Args:
        cropping: ((top, bottom), (left, right)), or (top and bottom, left and right), or one number for all.
        data_format: `'channels_last'` (the default) or `'channels_first'`.

    Shapes:
        x  (batch, rows, columns, channels)
        y  (batch, rows - top - bottom, columns - left - right, channels)

    Raises:
        ValueError: `cropping` is none, or nothing is left.

    Source: `keras.layers.Cropping2D`.
    """

    rank = 2

    def __init__(
        self, cropping: int | Sequence[int | Sequence[int]] = ((0, 0), (0, 0)), data_format: str | None = None, **settings: Any
    ) -> None:
        super().__init__(data_format=data_format, **settings)
        self.cropping = self.edges = sides_of("Cropping2D", "cropping", cropping)
