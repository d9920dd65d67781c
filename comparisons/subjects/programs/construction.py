"""What to construct a network with: the sizes of its layers, by the names of its parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from comparisons.errors import InputError
from comparisons.subjects.programs.target import OPTION
from comparisons.subjects.worker import Member, Parameter

_SIZE = r"(_?(size|dim|dims|nodes|units|layer|neurons|shape|count|n|num|features?))*"
INPUT = re.compile(rf"^(n_?|num_?|d_?)?(in|input|x|feature|visible)s?{_SIZE}$|^inodes$|^D$")
HIDDEN = re.compile(r"hid|^(n_?)?h\d*$|^units$|^hnodes$|^H$", re.IGNORECASE)
OUTPUT = re.compile(r"out|class|^(n_?)?(y|o)$|^onodes$|^C$", re.IGNORECASE)
ALL = re.compile(r"^(layer_?)?(n_)?(sizes|layers|dims|units|nodes|neurons|architecture|structure|shape|topology)(_?(list|dims|sizes))?$")
LIST = re.compile(r"list|layers$|sizes$|dims$")


def arguments(member: Member, widths: Sequence[int]) -> dict[str, Any]:
    """Arguments by name.

    Args:
        member: class or function.
        widths: of the layers, inputs and outputs included.

    Raises:
        InputError: a parameter without a default says nothing about sizes.
    """
    hidden = list(widths[1:-1])
    asked = [parameter for parameter in member.parameters if HIDDEN.search(parameter.name) and not ALL.match(parameter.name)]
    given = dict(zip((parameter.name for parameter in asked), _hidden(asked, hidden), strict=False))
    for parameter in member.parameters:
        value = _size(parameter, widths)
        if value is not None and parameter.name not in given:
            given[parameter.name] = value
        if parameter.name not in given and not parameter.has_default and not parameter.kind.startswith("VAR_"):
            raise InputError(
                f"{OPTION}: expected parameters of {member.path} that are sizes of layers, got {parameter.name!r}; "
                f"make the object in the file (net = {member.path}(...)) and name that."
            )
    return given


def _hidden(asked: list[Parameter], hidden: list[int]) -> list[Any]:
    """One value for each parameter about hidden layers."""
    if len(asked) == 1:
        as_list = len(hidden) != 1 or bool(LIST.search(asked[0].name)) or str(asked[0].default).startswith(("[", "("))
        return [list(hidden) if as_list else hidden[0]]
    return list(hidden)


def _size(parameter: Parameter, widths: Sequence[int]) -> Any:
    if ALL.match(parameter.name):
        return list(widths)
    if INPUT.match(parameter.name):
        return widths[0]
    return widths[-1] if OUTPUT.search(parameter.name) and not isinstance(parameter.default, str) else None
