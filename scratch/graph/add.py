"""Addition node."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array, namespace
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
        zeros = namespace(dz).zeros(np.broadcast_shapes(x.shape, y.shape), dtype=dz.dtype)  # a number may stand for many
        return sum_to_shape(dz + zeros, x.shape), sum_to_shape(dz + zeros, y.shape)
