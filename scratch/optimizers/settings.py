"""Checks of the settings that all optimizers share."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Mapping
from typing import Any


def setting_names(cls: type) -> list[str]:
    """The arguments of `__init__` up the class hierarchy, without the catch-alls."""
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    found: dict[str, None] = {}
    for parent in cls.__mro__[:-1]:
        if "__init__" in vars(parent):
            parameters = inspect.signature(vars(parent)["__init__"]).parameters
            found.update({name: None for name, parameter in parameters.items() if name != "self" and parameter.kind in named})
    return list(found)


def reject_unknown(cls: type, unknown: Mapping[str, Any]) -> None:
    """Raise for settings that nothing reads.

    Raises:
        ValueError: there is one; the message has the nearest known names.
    """
    for name, value in unknown.items():
        known = setting_names(cls)
        near = difflib.get_close_matches(name, known, n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(known)}."
        raise ValueError(f"{cls.__name__}: expected settings that it has, got {name}={value!r}. {hint}")


def check_rate(who: str, value: object) -> None:
    """Raise unless `value` can be a learning rate.

    Raises:
        ValueError: it is neither a number nor callable.
    """
    if not callable(value) and (isinstance(value, str) or not hasattr(value, "__float__")):
        raise ValueError(f"{who}: expected learning_rate as a number, a schedule or a callable without arguments, got {value!r}.")


def check_limits(who: str, **limits: float | None) -> None:
    """Raise unless at most one of the limits is given, and that one above 0.

    Raises:
        ValueError: several are, or one is not.
    """
    given = {name: limit for name, limit in limits.items() if limit is not None}
    if len(given) > 1:
        raise ValueError(f"{who}: expected at most one of {', '.join(limits)}, got {given}; keep the one you mean.")
    for name, limit in given.items():
        if not limit > 0:
            raise ValueError(f"{who}: expected {name} above 0, got {limit!r}; leave it out for no clipping.")


def check_fraction(who: str, **values: float) -> None:
    """Raise unless every value lies in [0, 1].

    Raises:
        ValueError: one does not.
    """
    for name, value in values.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{who}: expected {name} in [0, 1], got {value!r}.")


def check_not_negative(who: str, **values: float) -> None:
    """Raise unless every value is 0 or above.

    Raises:
        ValueError: one is not.
    """
    for name, value in values.items():
        if not value >= 0:
            raise ValueError(f"{who}: expected {name} from 0 on, got {value!r}.")


def check_count(who: str, least: int, **values: int | None) -> None:
    """Raise unless every value is None or a whole number from `least` on.

    Raises:
        ValueError: one is not.
    """
    for name, value in values.items():
        if value is not None and (not isinstance(value, int) or value < least):
            raise ValueError(f"{who}: expected {name} as a whole number from {least} on, or None, got {value!r}.")
