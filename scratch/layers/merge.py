"""What the layers of several inputs have in common."""

from __future__ import annotations

from typing import Any

from scratch.differentiable import Array
from scratch.layers.layer import Layer, Shape


class Merge(Layer):
    """A layer on a list of arrays with one batch; `backward` returns the list of their gradients.

    `build` and `compute_output_shape` are given the list of their shapes.

    Raises:
        ValueError: x is no list of arrays, or shapes that do not go together.
    """

    def build(self, input_shape: Any) -> None:
        self.compute_output_shape(input_shape)

    def shape_of(self, x: Any) -> list[Shape]:
        return [each.shape for each in x]

    def _as_input(self, x: Any) -> list[Array]:
        if not isinstance(x, (list, tuple)) or not x or not all(hasattr(each, "shape") for each in x):
            raise ValueError(f"{type(self).__name__}: expected a list of arrays, got {type(x).__name__}.")
        return [each if each.dtype == self.dtype else self._as_floats(each) for each in x]

    def bad_inputs(self, expected: str, shapes: list[Shape]) -> ValueError:
        """The error about inputs of wrong shapes."""
        return ValueError(f"{type(self).__name__}: expected {expected}, got shapes {', '.join(map(str, map(tuple, shapes)))}.")

    def one_batch(self, shapes: list[Shape]) -> int | None:
        """The number of samples that all have."""
        batches = {shape[0] for shape in shapes} - {None}
        if len(batches) > 1:
            raise self.bad_inputs("one batch size", shapes)
        return next(iter(batches), None)
