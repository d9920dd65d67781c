"""Keras's string shorthands: 'adam', 'sparse_categorical_crossentropy', 'glorot_uniform' and their classes."""

from __future__ import annotations

import difflib
import functools
import importlib.util
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any


@functools.cache
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
    spelled = _spellings(tuple(names), tuple((aliases or {}).items()))
    found = namespace.get(spelled.get(identifier.lower(), "")) if isinstance(identifier, str) else None
    if found is None or found is namespace.get("get"):
        known = sorted({name for name in names if name != "get"}, key=str.lower)
        near = difflib.get_close_matches(str(identifier), known, n=3)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else f"There are {', '.join(known)}."
        raise ValueError(f"{kind}: expected a name or an object of that kind, got {identifier!r}. {hint}")
    return found() if inspect.isclass(found) else found


@functools.cache
def _spellings(names: tuple[str, ...], aliases: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The names by every spelling."""
    return {spelling: name for name in names for spelling in (name.lower(), snake_case(name))} | dict(aliases)


def nothing_else(module: str, names: Iterable[str], aliases: Mapping[str, str] | None = None) -> Callable[[str], Any]:
    """The `__getattr__` of a module that has `names` and no others: one line that says so, and what there is.

    Args:
        module: its `__name__`.
        names: its `__all__`.
        aliases: further names, and what they stand for.

    `from scratch.layers import Nothing` would turn an AttributeError into Python's own words, which name nothing, so the
    import system is told by an ImportError.
    """

    def __getattr__(name: str) -> Any:  # noqa: N807  # what Python calls it
        if name in (aliases or {}):
            return getattr(sys.modules[module], (aliases or {})[name])
        known = sorted((known for known in names if not known.startswith("_")), key=str.lower)
        near = difflib.get_close_matches(name, known, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else f"scratch does not have it; it has {', '.join(known)}."
        message = f"{module}: expected a name that is there, got {name!r}; {hint}"
        importing = sys._getframe(1).f_code.co_name == "_handle_fromlist"
        if name.startswith("__") or not importing or importlib.util.find_spec(f"{module}.{name}") is not None:
            raise AttributeError(message)
        raise ImportError(message)

    return __getattr__
