"""The two worked examples of textbooks."""

from __future__ import annotations

from typing import NamedTuple

from scratch.differentiable import Array
from scratch.graph.add import Add
from scratch.graph.branch import Branch
from scratch.graph.multiply import Multiply


class Apples(NamedTuple):
    """What apples cost, and how much more they would cost for each unit more of what the price is made of."""

    price: float
    by_apple_price: float
    by_count: float
    by_tax: float


def apples(apple_price: float = 100, count: float = 2, tax: float = 1.1) -> Apples:
    """Buying apples: price = apple_price count tax; 220 with the defaults, partial derivatives 2.2, 110 and 200.

        apple_price --+
                      (x) -- sum --+
        count --------+            (x) -- price
        tax -----------------------+

    Args:
        apple_price: of one apple.
        count: of apples.
        tax: factor, 1.1 for 10 %.

    Source: Saito, "Deep Learning from Scratch" (2016), section 5.1, from which it went into many courses.
    """
    before_tax, with_tax = Multiply(), Multiply()
    price = with_tax.forward(before_tax.forward(apple_price, count), tax)
    by_sum, by_tax = with_tax.backward(1.0)
    by_apple_price, by_count = before_tax.backward(by_sum)
    return Apples(price, by_apple_price, by_count, by_tax)


class Square(NamedTuple):
    """(x + y)^2 and its partial derivatives."""

    z: Array
    by_x: Array
    by_y: Array


def square_of_sum(x: Array, y: Array) -> Square:
    """z = t^2 with t = x + y, by the chain rule: dz/dx = dz/dt dt/dx = 2 t * 1 = 2 (x + y), and the same for y.

    x --+              +--+
        (+) -- t -- branch  (x) -- z
    y --+              +--+
    """
    add, branch, multiply = Add(), Branch(), Multiply()
    z = multiply.forward(*branch.forward(add.forward(x, y)))
    by_x, by_y = add.backward(branch.backward(*multiply.backward(0 * z + 1)))
    return Square(z, by_x, by_y)
