"""Objects that stay in the worker while the other side holds a number for them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

MOST = 10_000


class Handles:
    """Numbers for objects; the oldest is let go when there are too many."""

    def __init__(self) -> None:
        self._objects: OrderedDict[int, Any] = OrderedDict()
        self._numbers: dict[int, int] = {}  # by id, which is unique as long as the object is held here
        self._next = 0

    def of(self, value: Any) -> int:
        """The number of an object; the same again for the same object."""
        known = self._numbers.get(id(value))
        if known is not None:
            self._objects.move_to_end(known)
            return known
        self._next += 1
        self._objects[self._next] = value
        self._numbers[id(value)] = self._next
        if len(self._objects) > MOST:
            _, dropped = self._objects.popitem(last=False)
            del self._numbers[id(dropped)]
        return self._next

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]
