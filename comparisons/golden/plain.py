"""Settings and defaults as JSON: tuples stay tuples, and an argument without a default stays one."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

EMPTY = inspect.Parameter.empty
ENCODER = json.JSONEncoder(separators=(",", ":"))


def packed(value: Any) -> Any:
    """What JSON has a form for.

    Raises:
        TypeError: there is none.
    """
    if value is EMPTY:
        return {"empty": True}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return {"tuple" if isinstance(value, tuple) else "list": [packed(each) for each in value]}
    if isinstance(value, Mapping):
        return {"dict": [[key, packed(each)] for key, each in value.items()]}
    raise TypeError(f"no form in a bundle for {value!r}")


def unpacked(value: Any) -> Any:
    """The value again."""
    if not isinstance(value, dict):
        return value
    ((form, held),) = value.items()
    if form == "dict":
        return {key: unpacked(each) for key, each in held}
    if form == "empty":
        return EMPTY
    if form == "float":
        return float(held)
    found = [unpacked(each) for each in held]
    return tuple(found) if form == "tuple" else found


def as_text(value: Any) -> str:
    """The same text for the same value, whatever order a mapping has."""
    if isinstance(value, Mapping):
        value = dict(sorted(value.items()))
    return ENCODER.encode(packed(value))
