"""Many small arrays as a few large ones: each distinct array is kept once, and called by its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

Key = tuple[str, tuple[int, ...], bytes]


class Pool:
    """Arrays to be written."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._parts: dict[str, list[np.ndarray]] = {}
        self._rows: list[tuple[int, int]] = []
        self._dtypes: dict[str, int] = {}
        self._shapes: dict[tuple[int, ...], int] = {}

    def add(self, a: np.ndarray) -> int:
        """The array's number."""
        a = np.asarray(a)
        a = np.ascontiguousarray(a).reshape(a.shape)
        dtype = a.dtype.newbyteorder("=").name
        key = dtype, a.shape, a.tobytes()
        if key not in self._numbers:
            self._numbers[key] = len(self._rows)
            self._parts.setdefault(dtype, []).append(a.reshape(-1))
            self._rows.append((self._dtypes.setdefault(dtype, len(self._dtypes)), self._shapes.setdefault(a.shape, len(self._shapes))))
        return self._numbers[key]

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """The large arrays: one a floating type, and `index`, a row (dtype, shape) for every number."""
        rows = np.asarray(self._rows, dtype="<i4").reshape(-1, 2)
        large = {dtype: np.concatenate(parts) for dtype, parts in self._parts.items()}
        return {"index": rows} | {dtype: a.astype(a.dtype.newbyteorder("<")) for dtype, a in large.items()}

    @property
    def tables(self) -> dict[str, Any]:
        """What the numbers in `index` stand for."""
        return {"dtypes": list(self._dtypes), "shapes": [list(shape) for shape in self._shapes]}


class Pooled:
    """Arrays that were read; what is handed out cannot be written to.

    Args:
        arrays, tables: as `Pool` has them.

    Raises:
        ValueError: they do not fit each other.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], tables: Mapping[str, Any]) -> None:
        self._dtypes, self._shapes = list(tables["dtypes"]), [tuple(shape) for shape in tables["shapes"]]
        self._flat = [arrays[dtype] for dtype in self._dtypes]
        rows = arrays["index"]
        sizes = np.asarray([int(np.prod(shape, dtype="int64")) for shape in self._shapes], dtype="int64")[rows[:, 1]]
        starts = np.zeros(len(sizes), dtype="int64")
        for number, flat in enumerate(self._flat):
            mine = rows[:, 0] == number
            ends = np.cumsum(sizes[mine])
            starts[mine] = ends - sizes[mine]
            if ends[-1:].sum() != len(flat):
                raise ValueError(f"{self._dtypes[number]} has {len(flat)} numbers, {ends[-1:].sum()} are called for")
            flat.flags.writeable = False
        self._places = list(zip(*rows.T.tolist(), starts.tolist(), (starts + sizes).tolist(), strict=True))

    def __getitem__(self, number: int) -> np.ndarray:
        self.check(number)
        dtype, shape, start, end = self._places[number]
        found: np.ndarray = self._flat[dtype][start:end].reshape(self._shapes[shape])
        return found

    def check(self, number: int) -> None:
        """Raise IndexError unless there is such an array."""
        if not 0 <= number < len(self._places):
            raise IndexError(f"no array {number}")
