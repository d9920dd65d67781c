"""Where samples and channels are: rows and channels last as in Keras, or columns, or channels first; or one sample alone, as a vector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Layout:
    """One order of axes for what flows through a layer.

    Args:
        name: `rows`, `columns`, `channels first`, `time first` or `one sample`.
    """

    name: str = "rows"

    def put(self, a: np.ndarray) -> np.ndarray:
        """Keras's array in this layout."""
        if self.name == "columns" and a.ndim in (2, 3):  # of a sequence, (features, samples, steps)
            return np.ascontiguousarray(a.T if a.ndim == 2 else np.moveaxis(a, -1, 0))
        if self.name == "channels first" and a.ndim > 2:
            return np.ascontiguousarray(np.moveaxis(a, -1, 1))
        if self.name == "time first" and a.ndim > 2:
            return np.ascontiguousarray(np.swapaxes(a, 0, 1))
        if self.name == "one sample" and a.ndim == 2 and len(a) == 1:
            return a[0]
        return a

    def back(self, a: np.ndarray) -> np.ndarray:
        """An array in this layout as Keras has it."""
        if self.name == "columns" and a.ndim in (2, 3):
            return a.T if a.ndim == 2 else np.moveaxis(a, 0, -1)
        if self.name == "channels first" and a.ndim > 2:
            return np.moveaxis(a, 1, -1)
        if self.name == "time first" and a.ndim > 2:
            return np.swapaxes(a, 0, 1)
        if self.name == "one sample" and a.ndim == 1:
            return a[None]
        return a

    def shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape that an array of Keras's `shape` has in this layout."""
        return self.put(np.empty(shape, dtype=bool)).shape


ROWS = Layout()
ONE_SAMPLE = Layout("one sample")


def layouts(rank: int) -> tuple[Layout, ...]:
    """Those that arrays of `rank` axes are met in, the likeliest first."""
    others = {2: ("columns",), 3: ("time first", "channels first", "columns"), 4: ("channels first",)}
    return (ROWS, *(Layout(name) for name in others.get(rank, ())))


OVER_COLUMNS = "axis=1, keepdims=True"
"""How code whose samples are columns sums over them."""
