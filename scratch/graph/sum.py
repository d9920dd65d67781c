"""Sum node."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.graph.node import Node


class Sum(Node):
    """y = sum of x along an axis, which stays with length 1: the reverse of `Repeat`. Backward: dx = dy for every summand.

    Args:
        axis: the axis.

    Shapes:
        x  (..., n, ...)
        y  (..., 1, ...)
    """

    def __init__(self, axis: int = 0) -> None:
        super().__init__()
        self.axis = axis

    def compute(self, *inputs: Array) -> Array:
        (x,) = inputs
        return namespace(x).sum(x, axis=self.axis, keepdims=True)

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        (dy,), (x,) = upstream, inputs
        return (namespace(dy).repeat(dy, x.shape[self.axis], axis=self.axis),)
