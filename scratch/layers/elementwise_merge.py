"""Several arrays merged entry by entry."""

from __future__ import annotations

import math
from itertools import accumulate
from operator import mul
from typing import Any, NamedTuple

from scratch.arrays import reshaped
from scratch.differentiable import Array, namespace
from scratch.layers.layer import Shape
from scratch.layers.merge import Merge
from scratch.layers.precision import narrowed, widened


class Merged(NamedTuple):
    """What the VJP needs: arrays of as many axes each, their shapes as they came, and y."""

    xs: list[Array]
    shapes: list[tuple[int, ...]]
    y: Array


class ElementwiseMerge(Merge):
    """Merges arrays entry by entry.

    Arrays with fewer axes than others get axes of length 1 behind the batch; then all are broadcast to one shape.
    """

    def merge(self, xs: list[Array]) -> Array:
        """y from all of xs, whose shapes broadcast."""
        raise NotImplementedError

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dL/dx for every one of xs, in the shape of y."""
        raise NotImplementedError

    def call(self, x: list[Array], training: bool) -> tuple[Array, Merged]:
        shapes: list[Any] = self.shape_of(x)
        self.compute_output_shape(shapes)
        rank = max(map(len, shapes))
        xs = [reshaped(each, _with_rank(each.shape, rank)) for each in x]
        y = self.merge(xs)
        return y, Merged(xs, shapes, y)

    def vjp(self, dy: Array, cache: Merged, input_gradient: bool) -> tuple[Any, dict[str, Array]]:
        """What was broadcast gets the sum over the axes along which it was repeated."""
        found = self.merge_vjp(dy, cache.xs, cache.y)
        return [reshaped(self._summed(dx, x.shape), shape) for dx, x, shape in zip(found, cache.xs, cache.shapes)], {}

    def compute_output_shape(self, input_shape: Any) -> Shape:
        batch, rank = self.one_batch(input_shape), max(map(len, input_shape))
        lengths = []
        for along in zip(*(_with_rank(shape, rank)[1:] for shape in input_shape)):
            known = set(along) - {1}
            if len(known - {None}) > 1:
                raise self.bad_inputs("shapes that broadcast", input_shape)
            lengths.append(None if None in known else next(iter(known), 1))
        return (batch, *lengths)

    def _summed(self, dx: Array, shape: tuple[int, ...]) -> Array:
        repeated = tuple(axis for axis, n in enumerate(shape) if n != dx.shape[axis])
        return narrowed(namespace(dx).sum(widened(dx, self.dtype), axis=repeated), self.dtype) if repeated else dx


def _with_rank(shape: Any, rank: int) -> Any:
    return (shape[0], *(1,) * (rank - len(shape)), *shape[1:])


class Add(ElementwiseMerge):
    """y = x0 + x1 + ... Source: `keras.layers.Add`."""

    def merge(self, xs: list[Array]) -> Array:
        return sum(xs[1:], start=xs[0] + 0)

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dx = dy for each."""
        return [namespace(dy).asarray(dy, copy=True) for _ in xs]


class Average(ElementwiseMerge):
    """y = (x0 + x1 + ...) / number of them. Source: `keras.layers.Average`."""

    def merge(self, xs: list[Array]) -> Array:
        return sum(xs[1:], start=xs[0]) / len(xs)

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dx = dy / number of them, for each."""
        return [dy / len(xs) for _ in xs]


class Subtract(ElementwiseMerge):
    """y = x0 - x1, of exactly two. Source: `keras.layers.Subtract`."""

    def merge(self, xs: list[Array]) -> Array:
        return xs[0] - xs[1]

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dx0 = dy, dx1 = -dy."""
        return [namespace(dy).asarray(dy, copy=True), -dy]

    def compute_output_shape(self, input_shape: Any) -> Shape:
        if len(input_shape) != 2:
            raise self.bad_inputs("two arrays", input_shape)
        return super().compute_output_shape(input_shape)


class Multiply(ElementwiseMerge):
    """y = x0 * x1 * ... Source: `keras.layers.Multiply`."""

    def merge(self, xs: list[Array]) -> Array:
        return math.prod(xs[1:], start=xs[0] * 1)

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dx = dy * product of the others, for each: those behind it first, from the last, then that of those before it.

        In this order nothing overflows but what does in Keras.
        """
        found = []
        for before, x in reversed(list(zip(accumulate(xs, mul), xs[1:]))):
            found.append(dy * before)
            dy = dy * x
        return [dy, *reversed(found)]


class _Extreme(ElementwiseMerge):
    choose: str  # name of the function of two arrays

    def wins(self, first: Array, second: Array) -> Array:
        """Whether the first of two is chosen; also of equal ones."""
        raise NotImplementedError

    def merge(self, xs: list[Array]) -> Array:
        return namespace(xs[0]).asarray(self._chosen(xs)[-1], copy=True)

    def merge_vjp(self, dy: Array, xs: list[Array], y: Array) -> list[Array]:
        """dx = dy where x is chosen, the first of several that are alike; 0 elsewhere."""
        xp, found = namespace(dy), []
        for before, x in reversed(list(zip(self._chosen(xs), xs[1:]))):
            kept = self.wins(before, x)
            found.append(xp.where(kept, 0, dy))
            dy = xp.where(kept, dy, 0)
        return [dy, *reversed(found)]

    def _chosen(self, xs: list[Array]) -> list[Array]:
        """What is chosen of the first, of the first two, and so on."""
        return list(accumulate(xs, getattr(namespace(xs[0]), self.choose)))


class Maximum(_Extreme):
    """y = the largest of x0, x1, ... The gradient goes to the first of several largest. Source: `keras.layers.Maximum`."""

    choose = "maximum"

    def wins(self, first: Array, second: Array) -> Array:
        return first >= second


class Minimum(_Extreme):
    """y = the smallest of x0, x1, ... The gradient goes to the first of several smallest. Source: `keras.layers.Minimum`."""

    choose = "minimum"

    def wins(self, first: Array, second: Array) -> Array:
        return first <= second
