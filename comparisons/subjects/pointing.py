"""The line of the candidate that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from comparisons.subjects.conventions.layers.update_methods import updates_weight
from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, LOSS_GRADIENT, LOSS_VALUE, UPDATE, pick
from comparisons.subjects.inventory.pullbacks import pullback_of
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.returned_lines import made_at
from comparisons.subjects.switched_lines import switched_lines
from comparisons.subjects.telling_lines import telling_line
from comparisons.subjects.worker import Member

NO_ROLES: Mapping[str, str] = MappingProxyType({})
ARGUMENT = re.compile(r"argument (\w+) of (\w+)")
"""What is said of an argument that a call writes into."""
IN_PLACE = re.compile(r"\w\]\s*[-+*/]?=[^=]|\b\w+\s*[-+*/]=|\bout=|\.(fill|put|sort|itemset)\(")
"""A line that writes into an array."""
BUFFER = re.compile(r"\b(zeros|empty|ones|full)_like\(|\.copy\(\)")
"""A line that makes an array of the type of another one."""
OF_AVERAGES = ("square-missing", "share-missing", "average-swapped", "momentum-ema")
AVERAGE = re.compile(r"[^=]=[^=].*\b1(\.0*)?\s*-\s*[\w.\[\]\"]+\s*\)?\s*\*(?!\*)")
"""Findings about a moving average, and a line that makes one: the last of several is that of squares."""


def line_of(
    sighting: Sighting, where: str, names: Sequence[str] = (), *,
    code: str = "", roles: Mapping[str, str] = NO_ROLES, place: int | None = None,
) -> int | None:  # fmt: skip
    """The likeliest line: where the quantity gets its value, else where the function returns.

    Args:
        sighting: the part.
        where: quantities, as a finding names them.
        names: what the candidate calls them.
        code: of the finding.
        roles: the candidate's names of everything else, by role.
        place: of the quantity among several that are returned; None where that is not known.
    """
    argument = ARGUMENT.fullmatch(where)
    member = _named(sighting, argument[2]) if argument else _member(sighting, where, names)
    if member is None or member.line is None:
        return None
    lines = member.source.replace("'", '"').split("\n")
    if code == "int-truncation" and (buffers := [n for n, line in enumerate(lines) if BUFFER.search(line)]):
        return member.line + buffers[0]
    if code in OF_AVERAGES and (averages := [n for n, line in enumerate(lines) if AVERAGE.search(line)]):
        return member.line + averages[-1]
    if argument:
        return member.line + next((n for n, line in enumerate(lines) if IN_PLACE.search(line)), 0)
    if (telling := telling_line(member, code, where, roles)) is not None:
        return member.line + telling
    for name in names:
        exact, bare = (re.escape(text.replace("'", '"')) for text in (name, name.removeprefix("self.")))
        found = _assigning(lines, exact) or _assigning(lines, bare)
        if found:
            return member.line + found[-1]
    returns = switched_lines(member, back=_goes_back(where)) or [
        n for n, line in enumerate(lines) if re.match(r"\s*return\b", line) or "lambda" in line
    ]
    if returns:
        return member.line + made_at(member.source, returns[-1], where, place)
    written = [n for n, line in enumerate(lines) if IN_PLACE.search(line)]
    return member.line + (written[-1] if written else 0)


def _assigning(lines: Sequence[str], name: str) -> list[int]:
    """Lines that give a name, as a regular expression, or entries of it, a value."""
    return [n for n, line in enumerate(lines) if re.search(rf"{name}(\[[^\]]*\])?\s*[-+*/]?=[^=]", line)]


def line_within(sighting: Sighting, operation: str, names: Sequence[str]) -> int | None:
    """Where an operation of a tape gives its share to the gradients, which go by one of the names; else where the operation begins."""
    operators = sighting.value.operators if sighting.value is not None else ()
    methods = sighting.value.methods if sighting.value is not None else ()
    member = next((one for one in (*operators, *methods) if one.name == operation), None)
    if member is None or member.line is None:
        return None
    shares = re.compile(rf"\.({'|'.join(map(re.escape, names))})\s*[-+]?=[^=]")
    return member.line + next((n for n, line in enumerate(member.source.split("\n")) if shares.search(line)), 0)


def argument_of(sighting: Sighting, where: str) -> str:
    """The name of the argument that a call writes into; empty where that is not what is said."""
    argument = ARGUMENT.fullmatch(where)
    member = _named(sighting, argument[2]) if argument else None
    if member is None or argument is None:
        return ""
    names = dict(enumerate((parameter.name for parameter in member.parameters), start=1))
    return names.get(int(argument[1]), "") if argument[1].isdigit() else argument[1]


def _named(sighting: Sighting, name: str) -> Member | None:
    """The function or method of that name."""
    own = [member for member in sighting.members if member is not None]
    return next((member for each in own for member in (*each.methods, each) if member.own_name.partition("(")[0] == name), None)


def _goes_back(where: str) -> bool:
    return "gradient" in where and "output" not in where


def _member(sighting: Sighting, where: str, names: Sequence[str]) -> Member | None:
    """The function or method that computes the quantities; of a class its own, where a method of its base only calls that."""
    found, value = _called(sighting, where, names), sighting.value
    if found is None or value is None or not sighting.is_class or found.source in value.source:
        return found
    called = [m for m in value.methods if m.source and m.source in value.source and f"self.{m.name}(" in found.source]
    return called[-1] if called else found


def _called(sighting: Sighting, where: str, names: Sequence[str]) -> Member | None:
    """The function or method that is called for the quantities."""
    value = sighting.value
    if where.startswith("update of ") and value is not None:
        return updates_weight(value, names) or value
    back = _goes_back(where)
    if not sighting.is_class or value is None:
        return (sighting.derivative if back else None) or value or sighting.derivative
    forward = pick(value, [*FORWARD, *LOSS_VALUE])
    if back:
        handed = None if forward is None else pullback_of(forward)
        return pick(value, [*BACKWARD, *DERIVATIVE, *LOSS_GRADIENT], excluding=forward) or handed or forward or value
    if sighting.references and sighting.references[0][0] == "optimizer":
        return pick(value, UPDATE) or value
    return forward or value
