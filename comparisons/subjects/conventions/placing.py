"""Where the axes of an array are in somebody else's layout: rows or columns, a kernel transposed, a bias with an axis more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np


@dataclass(frozen=True)
class Placement:
    """From Keras's layout to another one and back.

    Args:
        axes: Keras's axes in their order there.
        added: positions there of axes of length 1 that Keras does not have.
    """

    axes: tuple[int, ...]
    added: tuple[int, ...] = ()

    def put(self, a: np.ndarray) -> np.ndarray:
        """Keras's array in the other layout."""
        return np.ascontiguousarray(np.expand_dims(a.transpose(self.axes), self.added))

    def back(self, a: np.ndarray) -> np.ndarray:
        """The other's array in Keras's layout.

        Raises:
            ValueError: it has other axes.
        """
        return np.squeeze(a, axis=self.added).transpose(np.argsort(self.axes))

    @property
    def plain(self) -> bool:
        """Whether it is Keras's own layout."""
        return self.axes == tuple(range(len(self.axes)))


def same(rank: int) -> Placement:
    """Keras's own layout of an array with `rank` axes."""
    return Placement(tuple(range(rank)))


def placements(shape: tuple[int, ...], other: tuple[int, ...]) -> Iterator[Placement]:
    """All ways in which an array of Keras's `shape` can have the shape `other`; Keras's own first."""
    spare = len(other) - len(shape)
    if spare < 0 or int(np.prod(shape)) != int(np.prod(other)):
        return
    for added in _positions(other, spare):
        rest = tuple(size for axis, size in enumerate(other) if axis not in added)
        for axes in permutations(range(len(shape))):
            if tuple(shape[axis] for axis in axes) == rest:
                yield Placement(axes, added)


def _positions(other: tuple[int, ...], spare: int) -> Iterator[tuple[int, ...]]:
    ones = [axis for axis, size in enumerate(other) if size == 1]
    if spare == 0:
        yield ()
    elif spare <= len(ones):
        yield tuple(ones[:spare])
        if tuple(ones[-spare:]) != tuple(ones[:spare]):
            yield tuple(ones[-spare:])
