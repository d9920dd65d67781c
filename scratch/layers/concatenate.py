"""Concatenate."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.merge import Merge


class Concatenate(Merge):
    """Several arrays one behind the other.

    Args:
        axis: along which; not that of the batch.

    Shapes:
        xs  at least one array, alike in all axes but `axis`
        y   the same, `axis` as long as all together

    Raises:
        ValueError: x is no list, shapes that do not go together, or `axis` is none of theirs.

    Source: `keras.layers.Concatenate`.
    """

    def __init__(self, axis: int = -1, **settings: Any) -> None:
        super().__init__(**settings)
        self.axis = axis

    def call(self, x: list[Array], training: bool) -> tuple[Array, list[int]]:
        self.compute_output_shape(self.shape_of(x))
        return namespace(x[0]).concat(x, axis=self.axis), [each.shape[self.axis] for each in x]

    def vjp(self, dy: Array, cache: list[int], input_gradient: bool) -> tuple[Any, dict[str, Array]]:
        """dx = its part of dy."""
        found, start = [], 0
        for length in cache:
            where: list[Any] = [slice(None)] * dy.ndim
            where[self.axis] = slice(start, start + length)
            found.append(dy[tuple(where)])
            start += length
        return found, {}

    def compute_output_shape(self, input_shape: Any) -> Shape:
        rank = len(input_shape[0])
        if not 0 < abs(self.axis) < rank:
            raise self.bad_inputs(f"arrays with an axis {self.axis} that is not the batch", input_shape)
        axis = self.axis % rank
        along = list(zip(*((*shape[:axis], *shape[axis + 1 :]) for shape in input_shape)))
        if any(len(shape) != rank for shape in input_shape) or any(len(set(lengths) - {None}) > 1 for lengths in along):
            raise self.bad_inputs(f"shapes alike in all axes but {self.axis}", input_shape)
        lengths = [shape[axis] for shape in input_shape]
        total = None if None in lengths else sum(lengths)
        return (*input_shape[0][:axis], total, *input_shape[0][axis + 1 :])
