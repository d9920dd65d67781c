"""Functions and pairs of them that are kept in dictionaries and enumerations, under a name each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import partial
from types import FunctionType
from typing import Any

from numpy import ufunc

HALVES = 2  # a value and its derivative
BACK = re.compile(r"d(?![a-z])|d_|df|deriv|grad|prime|slope|back", re.IGNORECASE)
"""Of a key, or of the name of a dictionary, that holds derivatives."""


def halves_of(value: Any) -> tuple[str, str] | None:
    """Where value and derivative are in a tuple, a named one too, or in a dictionary of two functions; None if it is no such pair."""
    kind = type(value)
    if kind is dict:
        keys = [key for key, entry in value.items() if type(key) is str and key.isidentifier() and type(entry) in (FunctionType, ufunc)]
        if len(value) != HALVES or len(keys) != HALVES or sum(bool(BACK.match(key)) for key in keys) != 1:
            return None
        return (keys[1], keys[0]) if BACK.match(keys[0]) else (keys[0], keys[1])
    if tuple not in type.__dict__["__mro__"].__get__(kind) or tuple.__len__(value) != HALVES:
        return None
    return ("0", "1") if all(type(half) in (FunctionType, ufunc) for half in tuple.__iter__(value)) else None


def half_of(value: Any, where: str) -> Any:
    """The half at a place that `halves_of` gave."""
    return value[where] if type(value) is dict else tuple.__getitem__(value, int(where))


def entries_of(name: str, value: Any, named: set[int], dictionaries: Mapping[str, dict[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """(path, what is there) of functions and pairs in a container, those that have a name of their own left out.

    A function alone is none of a dictionary that has its derivatives, or is a dictionary of derivatives itself.
    """
    alone = not BACK.search(name) and not any(BACK.search(other) and other != name for other in dictionaries)
    for key, entry in _items(value):
        own = id(entry) in named or (type(entry) is partial and id(entry.func) in named)
        if not own and (halves_of(entry) is not None or (alone and _is_function(entry))):
            yield f"{name}.{key}", entry


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if type(value) is dict:
        yield from ((key, entry) for key, entry in value.items() if type(key) is str and key.isidentifier())
    elif issubclass(type(value), type) and issubclass(value, Enum):
        yield from ((key, member._value_) for key, member in value.__members__.items())


def _is_function(entry: Any) -> bool:
    return type(entry) is FunctionType or (type(entry) is partial and type(entry.func) is FunctionType)
