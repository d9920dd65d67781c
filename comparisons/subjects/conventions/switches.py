"""Arguments that ask a function for its derivative: `deriv=True`, `mode="backward"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.worker import Member, Parameter

BACK = frozenset((
    "back", "backward", "backwards", "backprop", "bwd", "b", "bp", "grad", "gradient", "derivative", "deriv", "derive", "derivation",
    "diff", "prime", "d", "df",
))  # fmt: skip
COMPARED = r"\b{name}\s*(?:==|!=|in|is)\s*[\[({{]?\s*((?:['\"]\w+['\"]\s*,?\s*)+)"


@dataclass(frozen=True)
class Switch:
    """An argument with two values.

    Args:
        argument: its name; empty if there is none.
        on: what asks for the derivative.
        off: what asks for the value.
    """

    argument: str = ""
    on: Any = True
    off: Any = False

    def __bool__(self) -> bool:
        return bool(self.argument)


NONE = Switch()


def switch_of(member: Member, parameter: Parameter, *, first: bool) -> Switch:
    """What a parameter switches; by its name, or by the words that the source compares it with.

    Args:
        member: the function or method.
        parameter: of it.
        first: it is the first one, which is the array.
    """
    if first:
        return NONE
    words = _compared(member, parameter.name)
    on = next((word for word in words if word.lower() in BACK), None)
    if on is not None and (not parameter.has_default or parameter.default != on):
        others = [word for word in words if word != on]
        return Switch(parameter.name, on, parameter.default if parameter.has_default else (others or ["forward"])[0])
    return Switch(parameter.name) if parameter.has_default and means(parameter.name, "deriv") else NONE


def _compared(member: Member, name: str) -> list[str]:
    """Words in quotes that the source compares the argument with, also in `match mode: case "backward":`."""
    found = [group for text in re.findall(COMPARED.format(name=re.escape(name)), member.source) for group in re.findall(r"\w+", text)]
    if re.search(rf"\bmatch\s+{re.escape(name)}\s*:", member.source):
        found += re.findall(r"\bcase\s+['\"](\w+)['\"]", member.source)
    return found
