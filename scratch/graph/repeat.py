"""Repeat node."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.graph.node import Node


class Repeat(Node):
    """`n` copies of x side by side along an axis of length 1: a branch into many. Backward: dx = sum of dy along that axis.

    This is what happens to a bias that is added to every row of a batch.

    Args:
        n: number of copies.
        axis: the axis.

    Shapes:
        x  (..., 1, ...)
        y  (..., n, ...)

    Raises:
        ValueError: x has no such axis of length 1.
    """

    def __init__(self, n: int, axis: int = 0) -> None:
        super().__init__()
        if n < 1:
            raise self.wrong("n as a number of copies from 1 on", n)
        self.n, self.axis = n, axis

    def compute(self, *inputs: Array) -> Array:
        (x,) = inputs
        if not -x.ndim <= self.axis < x.ndim or x.shape[self.axis] != 1:
            raise self.wrong(f"x whose axis {self.axis} is 1 long", f"shape {tuple(x.shape)}")
        return namespace(x).repeat(x, self.n, axis=self.axis)

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        (dy,) = upstream
        return (namespace(dy).sum(dy, axis=self.axis, keepdims=True),)
