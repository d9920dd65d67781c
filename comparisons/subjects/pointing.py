"""The line of the candidate that a finding is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, LOSS_GRADIENT, LOSS_VALUE, UPDATE, pick
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.returned_lines import made_at
from comparisons.subjects.switched_lines import switched_lines
from comparisons.subjects.worker import Member

ARGUMENT = re.compile(r"argument (\w+) of (\w+)")
"""What is said of an argument that a call writes into."""
IN_PLACE = re.compile(r"\w\]\s*[-+*/]?=[^=]|\b\w+\s*[-+*/]=|\bout=|\.(fill|put|sort|itemset)\(")
"""A line that writes into an array."""
BUFFER = re.compile(r"\b(zeros|empty|ones|full)_like\(|\.copy\(\)")
"""A line that makes an array of the type of another one."""


def line_of(sighting: Sighting, where: str, names: Sequence[str] = (), *, code: str = "") -> int | None:
    """The likeliest line: where the quantity gets its value, else where the function returns.

    Args:
        sighting: the part.
        where: quantities, as a finding names them.
        names: what the candidate calls them.
        code: of the finding.
    """
    argument = ARGUMENT.fullmatch(where)
    member = _named(sighting, argument[2]) if argument else _member(sighting, where)
    if member is None or member.line is None:
        return None
    lines = member.source.replace("'", '"').split("\n")
    if code == "int-truncation" and (buffers := [n for n, line in enumerate(lines) if BUFFER.search(line)]):
        return member.line + buffers[0]
    if argument:
        return member.line + next((n for n, line in enumerate(lines) if IN_PLACE.search(line)), 0)
    for name in names:
        bare = re.escape(name.removeprefix("self.").replace("'", '"'))
        found = [n for n, line in enumerate(lines) if re.search(rf"(self\.)?{bare}(\[[^\]]*\])?\s*[-+*/]?=[^=]", line)]
        if found:
            return member.line + found[-1]
    returns = switched_lines(member, back=_goes_back(where)) or [
        n for n, line in enumerate(lines) if re.match(r"\s*return\b", line) or "lambda" in line
    ]
    if returns:
        return member.line + made_at(member.source, returns[-1], where)
    written = [n for n, line in enumerate(lines) if IN_PLACE.search(line)]
    return member.line + (written[-1] if written else 0)


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


def _member(sighting: Sighting, where: str) -> Member | None:
    """The function or method that computes the quantities."""
    value = sighting.value
    back = _goes_back(where)
    if not sighting.is_class or value is None:
        return (sighting.derivative if back else None) or value or sighting.derivative
    forward = pick(value, [*FORWARD, *LOSS_VALUE])
    if back:
        return pick(value, [*BACKWARD, *DERIVATIVE, *LOSS_GRADIENT], excluding=forward) or forward or value
    if sighting.references and sighting.references[0][0] == "optimizer":
        return pick(value, UPDATE) or value
    return forward or value
