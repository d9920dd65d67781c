"""Branch (copy) node."""

from __future__ import annotations

from scratch.differentiable import Array
from scratch.graph.node import Node


class Branch(Node):
    """The same x on `n` ways. Backward: dx = sum of the gradients that come back on them.

    Args:
        n: number of ways, 2 unless given.

    Raises:
        ValueError: another number of gradients than ways.
    """

    def __init__(self, n: int = 2) -> None:
        super().__init__()
        if n < 1:
            raise self.wrong("n as a number of ways from 1 on", n)
        self.n = n

    def compute(self, *inputs: Array) -> tuple[Array, ...]:
        (x,) = inputs
        return (x,) * self.n

    def vjp(self, upstream: tuple[Array, ...], *inputs: Array) -> tuple[Array, ...]:
        if len(upstream) != self.n:
            raise self.wrong(f"{self.n} gradients (one a way)", len(upstream))
        return (sum(upstream[1:], upstream[0]),)
