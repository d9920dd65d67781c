"""Dot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scratch import config
from scratch.arrays import reshaped
from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.merge import Merge
from scratch.layers.unit_normalization import Normalized, normalize, normalize_vjp


class Dot(Merge):
    """y[n, p, q] = sum over k of x0[n, p, k] * x1[n, q, k], p and q standing for all other axes.

    Args:
        axes: the axis of both that k runs along, or (that of x0, that of x1); not the batch.
        normalize: True scales both to length 1 along that axis first, which makes y the cosine of their angle.

    Shapes:
        xs  (batch, ...) and (batch, ...), equally long along `axes`
        y   (batch, other axes of x0, other axes of x1), or (batch, 1) if there are none

    Raises:
        ValueError: other than two arrays, or shapes that do not go together.

    Source: `keras.layers.Dot`.
    """

    def __init__(self, axes: int | Sequence[int], normalize: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        given = (axes, axes) if isinstance(axes, int) else tuple(axes)
        if len(given) != 2 or not all(isinstance(axis, int) and axis != 0 for axis in given):
            raise ValueError(f"Dot: expected axes as one whole number or two, none of them 0 (the batch), got {axes!r}.")
        self.axes, self.normalize = axes, normalize
        self._pair = given

    def call(self, x: list[Array], training: bool) -> tuple[Array, tuple[list[Array], list[Normalized]]]:
        shape: Any = self.compute_output_shape(self.shape_of(x))
        scaled = [normalize(each, (axis,), config.epsilon()) for each, axis in zip(x, self._pair)] if self.normalize else []
        a, b = (self._as_matrices(each, axis) for each, axis in zip([n.y for n in scaled] or x, self._pair))
        return reshaped(a @ namespace(b).matrix_transpose(b), shape), (x, scaled)

    def vjp(self, dy: Array, cache: tuple[list[Array], list[Normalized]], input_gradient: bool) -> tuple[Any, dict[str, Array]]:
        """dx0 = dy x1 and dx1 = dy^T x0, as matrices, for every sample; then back through the scaling."""
        x, scaled = cache
        inputs = [n.y for n in scaled] or x
        a, b = (self._as_matrices(each, axis) for each, axis in zip(inputs, self._pair))
        dy = reshaped(dy, (a.shape[0], a.shape[1], b.shape[1]))
        found = [dy @ b, namespace(dy).matrix_transpose(dy) @ a]
        dxs = [self._as_given(d, each.shape, axis) for d, each, axis in zip(found, inputs, self._pair)]
        if scaled:
            dxs = [normalize_vjp(dx, n, (axis,)) for dx, n, axis in zip(dxs, scaled, self._pair)]
        return dxs, {}

    def compute_output_shape(self, input_shape: Any) -> Shape:
        if len(input_shape) != 2:
            raise self.bad_inputs("two arrays", input_shape)
        batch = self.one_batch(input_shape)
        if any(len(shape) < 2 or not -len(shape) < axis < len(shape) for shape, axis in zip(input_shape, self._pair)):
            raise self.bad_inputs(f"arrays with axes {self.axes}", input_shape)
        lengths = [shape[axis] for shape, axis in zip(input_shape, self._pair)]
        if lengths[0] != lengths[1]:
            raise self.bad_inputs(f"equal lengths along axes {self.axes}", input_shape)
        others = [n for shape, axis in zip(input_shape, self._pair) for i, n in enumerate(shape) if i not in (0, axis % len(shape))]
        return (batch, *(others or [1]))

    def _as_matrices(self, x: Array, axis: int) -> Array:
        """(batch, ..., k, ...) -> (batch, everything else, k)."""
        last = namespace(x).moveaxis(x, axis, -1)
        return reshaped(last, (last.shape[0], math.prod(last.shape[1:-1]), last.shape[-1]))

    def _as_given(self, dx: Array, shape: tuple[int, ...], axis: int) -> Array:
        """The other way round."""
        axis %= len(shape)
        others = tuple(n for i, n in enumerate(shape) if i not in (0, axis))
        return namespace(dx).moveaxis(reshaped(dx, (shape[0], *others, shape[axis])), -1, axis)
