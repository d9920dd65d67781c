"""Which arrays share memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

_ndarray = np.ndarray
_as_base = np.ndarray.view
_overlap = np.may_share_memory
MOST = 1000  # arrays looked at in one value


def shares(result: Any, args: list[Any], kwargs: dict[str, Any], earlier: list[Any]) -> list[str]:
    """Names of arguments and earlier results that an array in `result` shares memory with."""
    mine = list(arrays_in(result))
    others = [(f"args[{i}]", value) for i, value in enumerate(args)]
    others += [(f"kwargs[{name!r}]", value) for name, value in kwargs.items()]
    others += [(f"result {i}", value) for i, value in enumerate(earlier)]
    return [name for name, value in others if any(_overlap(a, b) for a in mine for b in arrays_in(value))]


def arrays_in(value: Any, depth: int = 0) -> Iterator[np.ndarray]:
    """All arrays in nested tuples, lists and dicts."""
    kind = type(value)
    if issubclass(kind, _ndarray):
        yield _as_base(value, _ndarray)
    elif depth < 5 and kind in (tuple, list):
        for item in value[:MOST]:
            yield from arrays_in(item, depth + 1)
    elif depth < 5 and kind is dict:
        for item in list(value.values())[:MOST]:
            yield from arrays_in(item, depth + 1)
