"""The geometry of a window that slides over an image, a sequence or a volume."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from scratch.differentiable import Array, namespace

Pads = tuple[tuple[int, int], ...]
Index = tuple[Any, ...]  # ends in an ellipsis, without which only NumPy can do


class Window(NamedTuple):
    """A window of `size`, moved by `strides`, whose entries lie `dilation` apart; one number for each axis of space."""

    size: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]

    @property
    def extent(self) -> tuple[int, ...]:
        """From the first to the last entry, the gaps included."""
        return tuple((n - 1) * d + 1 for n, d in zip(self.size, self.dilation))

    def pads(self, padding: str, space: Sequence[int]) -> Pads:
        """How many entries to add (before, after) on each axis.

        `'same'` adds as many as make ceil(n / stride) windows, half of them before, an odd one after; `'causal'` adds
        all before, so that no window sees what comes after its last entry.
        """
        if padding == "valid":
            return ((0, 0),) * len(self.size)
        if padding == "causal":
            return tuple((extent - 1, 0) for extent in self.extent)
        totals = [max((-(-n // s) - 1) * s + extent - n, 0) for n, s, extent in zip(space, self.strides, self.extent)]
        return tuple((total // 2, total - total // 2) for total in totals)

    def counts(self, padding: str, space: Sequence[int | None]) -> tuple[int | None, ...]:
        """How many windows there are along each axis; None where `space` is None, 0 or less where none fits."""
        lost = self.extent if padding == "valid" else (1,) * len(self.size)
        return tuple(None if n is None else (n - e) // s + 1 for n, e, s in zip(space, lost, self.strides))

    def positions(self, count: Sequence[int]) -> Iterator[tuple[Index, Index]]:
        """For each entry of the window, first to last: its index, and where it is in a padded x under all windows."""
        for index in itertools.product(*(range(n) for n in self.size)):
            starts = [i * d for i, d in zip(index, self.dilation)]
            ends = [start + (n - 1) * s + 1 for start, n, s in zip(starts, count, self.strides)]
            where = tuple(slice(start, end, s) for start, end, s in zip(starts, ends, self.strides))
            yield (*index, ...), (slice(None), *where, ...)

    def patches(self, x: Array) -> Array:
        """All windows of a padded x, each as one row: (batch, *space, channels) -> (batch, *count, size * channels)."""
        if not isinstance(x, np.ndarray):
            count: Any = self.counts("valid", x.shape[1:-1])
            return namespace(x).concat([x[where] for _, where in self.positions(count)], axis=-1)
        axes: Any = tuple(range(1, x.ndim - 1))
        every = np.lib.stride_tricks.sliding_window_view(x, self.extent, axis=axes)
        taken = (slice(None), *(slice(None, None, s) for s in self.strides), slice(None), *(slice(None, None, d) for d in self.dilation))
        windows = np.moveaxis(every[taken], x.ndim - 1, -1)
        return np.reshape(windows, (*windows.shape[: x.ndim - 1], math.prod(self.size) * x.shape[-1]))


def padded(x: Array, pads: Pads, value: float = 0) -> Array:
    """`x` (batch, *space, channels) with `value` added around its space."""
    if all(pad == (0, 0) for pad in pads):
        return x
    xp = namespace(x)
    shape = (x.shape[0], *(n + sum(pad) for n, pad in zip(x.shape[1:-1], pads)), x.shape[-1])
    result = xp.full(shape, value, dtype=x.dtype)
    result[inside(pads, x.shape[1:-1])] = x
    return result


def inside(pads: Pads, space: Sequence[int]) -> Index:
    """Where x lies in `padded(x, pads)`."""
    return (slice(None), *(slice(before, before + n) for n, (before, _) in zip(space, pads)), ...)
