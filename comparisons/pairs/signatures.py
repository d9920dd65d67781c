"""Arguments of scratch's parts with their defaults."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any


def defaults(part: Any, *, skip: int = 0) -> dict[str, Any]:
    """Names and defaults (`inspect.Parameter.empty` where there is none) of a function or class, after the first `skip`."""
    parameters = list(inspect.signature(part).parameters.values())[skip:]
    return {p.name: p.default for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}


def prefixed(what: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a second callable, named after it."""
    return {f"{name} of {what}": default for name, default in arguments.items()}
