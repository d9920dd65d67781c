"""Candidate's objects as plain values that travel. Nothing an object says about itself is believed."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.subjects.worker.runtime.handles import Handles
from comparisons.subjects.worker.runtime.wire import KINDS, Body

MOST_DEEP = 20
MOST_ITEMS = 100_000
MOST_TEXT = 100_000

_ndarray, _generic = np.ndarray, np.generic
_as_base = np.ndarray.view
_dtype_of = np.ndarray.dtype.__get__
_array = np.array
_PLAIN = (type(None), bool, str, int, float)


class Outgoing:
    """Encodes the values of one answer.

    Exactly these come out: arrays of numbers and truth values (subclasses as what they are underneath, NumPy's scalars as
    arrays without axes), None, bool, int, float, complex, text, tuples, lists and dicts of them, and for everything else a handle.
    """

    def __init__(self, handles: Handles) -> None:
        self.body = Body()
        self._handles = handles
        self._items = 0

    def value(self, value: Any, depth: int = 0) -> Any:
        """One value, as `Incoming.value` of the other side reads it."""
        self._items += 1
        kind = type(value)
        if depth > MOST_DEEP or self._items > MOST_ITEMS:
            return self._opaque(value)
        if kind in _PLAIN:
            return self._plain(value, kind)
        if issubclass(kind, _ndarray):
            return self._array(_as_base(value, _ndarray), value)
        if issubclass(kind, _generic) and _dtype_of(_array(value)).kind in KINDS:
            return self._array(_array(value), value)
        for plain in _PLAIN:
            if issubclass(kind, plain):
                return self._plain(value, plain)
        if issubclass(kind, complex):
            return ["complex", complex.real.__get__(value), complex.imag.__get__(value)]
        return self._container(value, kind, depth + 1)

    def _plain(self, value: Any, plain: type) -> Any:
        if plain is int:
            exact = int.__add__(value, 0)
            return exact if -(2**63) <= exact < 2**64 else self._opaque(value)
        if plain is float:
            return float.__add__(value, 0.0)
        if plain is str:
            return str.__getitem__(value, slice(0, MOST_TEXT))
        return value

    def _array(self, array: np.ndarray, original: Any) -> Any:
        dtype = _dtype_of(array)
        if dtype.kind not in KINDS or dtype.names is not None or dtype.subdtype is not None:
            return self._opaque(original)
        return self.body.add(_array(array))  # as it is now: a later step may write into it

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        for base, tag in ((tuple, "tuple"), (list, "list")):
            if issubclass(kind, base):
                if base.__len__(value) + self._items > MOST_ITEMS:
                    return self._opaque(value)
                return [tag, *(self.value(item, depth) for item in base.__iter__(value))]
        if issubclass(kind, dict) and 2 * dict.__len__(value) + self._items <= MOST_ITEMS:
            pairs = list(dict.items(value))
            return ["dict", *([self.value(key, depth), self.value(item, depth)] for key, item in pairs)]
        return self._opaque(value)

    def _opaque(self, value: Any) -> Any:
        return ["opaque", type_name(value), self._handles.of(value)]


def type_name(value: Any) -> str:
    """Name of the type, with its module unless it is a builtin or the candidate's own."""
    kind = type(value)
    name = type.__dict__["__name__"].__get__(kind)
    return str.__getitem__(name, slice(0, 100))
