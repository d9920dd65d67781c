"""Many arrays in one buffer, so that an optimizer is a few vector operations however many weights there are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from scratch.arrays import aligned_zeros_like
from scratch.differentiable import Array, namespace


class FlatArrays:
    """`flat` is one 1-D array; `views` are its parts in the shapes of the arrays it was made from.

    Writing to either is seen in the other.

    Args:
        arrays: initial values, copied; all of one dtype.
    """

    def __init__(self, arrays: Sequence[Array]) -> None:
        self.shapes = [tuple(a.shape) for a in arrays]
        joined = namespace(arrays[0]).concat([namespace(a).reshape(a, (a.size,)) for a in arrays]) if arrays else np.asarray([])
        self.flat = aligned_zeros_like(joined)
        self.flat[...] = joined
        self.views = self.split(self.flat)

    def split(self, flat: Array) -> list[Array]:
        """The parts of another flat array of the same layout, such as an optimizer's slot."""
        sizes = [int(np.prod(shape)) for shape in self.shapes]
        ends = list(accumulate(sizes))
        return [_view(flat[end - size : end], shape) for size, end, shape in zip(sizes, ends, self.shapes)]


def _view(part: Array, shape: tuple[int, ...]) -> Array:
    """The same memory in another shape. Libraries that could not do that raise here."""
    return part.reshape(shape) if isinstance(part, np.ndarray) else namespace(part).reshape(part, shape, copy=False)
