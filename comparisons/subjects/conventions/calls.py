"""How values go to a function's arguments, and what comes back as an array."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from comparisons.subjects.worker import Call, Opaque, Ref

Values = Mapping[str, Any]
"""By role: `x`, `upstream`, `cache`, names of weights and settings."""


REAL = "biuf"
"""Kinds of arrays that hold numbers to compare; another one would lose what is imaginary."""
RETURNED_BACK = "goes back by the function that it returns"
OBJECT = "object"
"""Role of the `self` of a method that is called by its path, `Network.sigmoid`."""


class UnusableResultError(Exception):
    """A result that is no numbers."""


@dataclass(frozen=True)
class Function:
    """A function or method and the roles of its arguments.

    Args:
        name: dotted path of a function, or name of a method.
        roles: of the positional arguments.
        keywords: role by keyword.
        arguments: the candidate's names of the positional arguments, for messages.
        constants: value by keyword, such as `deriv=True`.
        pick: where in the result the number is: () for the result itself.
    """

    name: str
    roles: tuple[str, ...] = ("x",)
    keywords: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    pick: tuple[int | str, ...] = ()
    arguments: tuple[str, ...] = ()

    def shown(self, number: int) -> str:
        """The candidate's name of an argument."""
        return self.arguments[number] if number < len(self.arguments) else "its argument"

    def call(self, values: Values, owner: Any = None, **how: bool) -> Call:
        """The step that calls it; on `owner` if it is a method. What has a dotted path is called by that."""
        args = tuple(owner if role == OBJECT else values[role] for role in self.roles)
        kwargs = {name: values[role] for name, role in self.keywords.items() if role in values} | dict(self.constants)
        return Call(self.name if owner is None or "." in self.name else (owner, self.name), args, kwargs, **how)

    def picked(self, result: Any) -> Any:
        """The part of a result that counts.

        Raises:
            UnusableResultError: it has no such part.
        """
        for key in self.pick:
            parts: dict[Any, Any] = dict(enumerate(result)) if isinstance(result, list | tuple) else result
            if not isinstance(parts, dict) or key not in parts:
                raise UnusableResultError(f"{self.name} returned {kind_of(result)} where part {key!r} of it was expected")
            result = parts[key]
        return result


@dataclass(frozen=True)
class Pullback(Function):
    """A function that another one returned beside its value; it is what has the role of the cache.

    Args:
        place: where in what was returned.
    """

    place: int = 1

    def call(self, values: Values, owner: Any = None, **how: bool) -> Call:
        """The step that calls it."""
        return Call((values["cache"], ()), tuple(values[role] for role in self.roles), {}, **how)


SELF = Ref(0)
"""The object of a program whose first step makes it."""


def as_array(value: Any, who: str) -> np.ndarray:
    """Numbers as an array: of nested lists too.

    Raises:
        UnusableResultError: there are none.
    """
    if isinstance(value, (list, tuple)):
        try:
            value = np.array([as_array(item, who) for item in value])
        except ValueError:
            raise UnusableResultError(f"{who} returned a list of arrays of different shapes") from None
    if not isinstance(value, bool | int | float | np.ndarray):
        raise UnusableResultError(f"{who} returned {kind_of(value)} where numbers were expected")
    found = np.asarray(value)
    if found.dtype.kind not in REAL:
        raise UnusableResultError(f"{who} returned an array of {found.dtype} where real numbers were expected")
    return found


def kind_of(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return f"an object of type {value.type_name}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__}" + (f" of {len(value)}" if isinstance(value, list | tuple) else "")
