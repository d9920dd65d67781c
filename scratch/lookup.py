"""Keras's string shorthands: 'adam', 'sparse_categorical_crossentropy', 'glorot_uniform' and their classes."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any


def snake_case(name: str) -> str:
    """`LeakyReLU` -> `leaky_re_lu`, `MeanSquaredError` -> `mean_squared_error`: Keras's rule."""
    name = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def look_up(
    identifier: object,
    namespace: Mapping[str, Any],
    names: Iterable[str],
    *,
    kind: str,
    accept: type | tuple[type, ...],
    aliases: Mapping[str, str] | None = None,
) -> Any:
    """Turn a name into the thing of that name in `namespace`; a class found that way is instantiated.

    Args:
        identifier: a name in either spelling (`'Adam'`, `'adam'`), a class, or an instance of `accept`.
        namespace: where the names live, usually the package's `globals()`.
        names: the names that may be found, usually its `__all__`.
        kind: what is being looked for, for the error message.
        accept: type of the instances that are returned as they are.
        aliases: further names, in lower case, and what they stand for.

    Raises:
        ValueError: nothing has that name; the message lists what is near.
    """
    if isinstance(identifier, accept):
        return identifier
    if inspect.isclass(identifier) and issubclass(identifier, accept):
        return identifier()
    table = {}
    for name in names:
        table[name.lower()] = table[snake_case(name)] = namespace[name]
    for alias, name in (aliases or {}).items():
        table[alias] = namespace[name]
    found = table.get(identifier.lower()) if isinstance(identifier, str) else None
    if found is None or found is namespace.get("get"):
        known = sorted({name for name in names if name != "get"}, key=str.lower)
        near = difflib.get_close_matches(str(identifier), known, n=3)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"There are {', '.join(known)}."
        raise ValueError(f"{kind}: expected a name or an object of that kind, got {identifier!r}. {hint}")
    return found() if inspect.isclass(found) else found
