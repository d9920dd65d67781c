"""Arguments of Keras's classes and functions."""

from __future__ import annotations

import inspect
from functools import reduce
from typing import Any

from reference.backend import load


def class_arguments(module: str, name: str) -> dict[str, Any]:
    """Names and defaults (`inspect.Parameter.empty` where there is none) of a class, or a function, in `keras.MODULE`, in order."""
    found = getattr(reduce(getattr, module.split("."), load().keras), name)
    parameters = inspect.signature(found).parameters.values()
    return {p.name: p.default for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}
