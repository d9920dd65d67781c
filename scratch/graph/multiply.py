"""Multiplication node."""

from __future__ import annotations

from scratch.differentiable import Array
from scratch.graph.node import Node
from scratch.losses.shapes import sum_to_shape


class Multiply(Node):
    """z = x y, entry by entry. Backward: dx = dz y, dy = dz x, the inputs exchanged.

    Shapes:
        x, y  any that broadcast together; a gradient is summed over what was broadcast
        z     their common shape
    """

    def compute(self, *inputs: Array) -> Array:
        x, y = inputs
        return x * y

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        (dz,), (x, y) = upstream, inputs
        return sum_to_shape(dz * y, x.shape), sum_to_shape(dz * x, y.shape)
