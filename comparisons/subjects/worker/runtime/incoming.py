"""Values of a request as objects: arrays, plain values, and what refers to objects that are here."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.subjects.worker.runtime.wire import array_at

_copy = np.array
_dtype = np.dtype


class Incoming:
    """Decodes the values of one request.

    Args:
        body: its bytes.
        references: what `["ref", n]`, `["kept", name]`, `["handle", n]` and `["name", path]` stand for, by tag.
    """

    def __init__(self, body: bytearray, references: dict[str, Any]) -> None:
        self._body, self._references = body, references

    def value(self, value: Any) -> Any:
        """One value."""
        if type(value) is not list:
            return value
        tag = value[0]
        if tag == "array":
            return _copy(array_at(value, self._body))
        if tag in self._references:
            return self._references[tag](value[1])
        return _MAKERS[tag](self.value(item) for item in value[1:])


def _pairs(items: Any) -> dict[Any, Any]:
    return {key: value for key, value in items}  # noqa: C416  # pairs are lists, and `dict` may have been patched by then


_MAKERS: dict[str, Any] = {
    "tuple": tuple,
    "list": list,
    "dict": _pairs,
    "pair": list,
    "complex": lambda items: complex(*items),
    "dtype": lambda items: _dtype(*items).type,
}
