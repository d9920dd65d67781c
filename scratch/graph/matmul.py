"""Matrix product node."""

from __future__ import annotations

from scratch.differentiable import Array
from scratch.graph.node import Node


class MatMul(Node):
    """y = x @ w. Backward: dx = dy @ w^T, dw = x^T @ dy, the only products whose shapes fit.

    Shapes:
        x  (rows, in)
        w  (in, out)
        y  (rows, out)

    Raises:
        ValueError: other shapes.
    """

    def compute(self, *inputs: Array) -> Array:
        x, w = inputs
        if x.ndim != 2 or w.ndim != 2 or x.shape[1] != w.shape[0]:
            raise self.wrong("x (rows, in) and w (in, out)", f"shapes {tuple(x.shape)} and {tuple(w.shape)}")
        return x @ w

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        (dy,), (x, w) = upstream, inputs
        return dy @ w.T, x.T @ dy
