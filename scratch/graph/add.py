"""Addition node."""

from __future__ import annotations

from scratch.differentiable import Array
from scratch.graph.node import Node
from scratch.losses.shapes import sum_to_shape


class Add(Node):
    """z = x + y. Backward: dx = dz, dy = dz, passed on as it came.

    Shapes:
        x, y  any that broadcast together; a gradient is summed over what was broadcast
        z     their common shape
    """

    def compute(self, *inputs: Array) -> Array:
        x, y = inputs
        return x + y

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        (dz,), (x, y) = upstream, inputs
        return sum_to_shape(dz + 0 * y, x.shape), sum_to_shape(dz + 0 * x, y.shape)
