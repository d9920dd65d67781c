"""Lines by which a mistake is known, where the quantities that it spoils are made elsewhere: dz @ U for dz @ U.T spoils all gradients."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

from comparisons.subjects.worker import Member

Roles = Mapping[str, str]
"""The candidate's own names by role."""
Find = Callable[[Sequence[str], str, Roles], list[int]]
"""(lines of the source, the source, names) -> numbers of lines that it may be, from 0; the last is told."""
SLOPE_OF_F = re.compile(r"\b(\w*f\w*(?:\[[^\]]*\])?)\s*\*\s*\(1(?:\.0*)?\s*-\s*\1\s*\)")

STOPS_EARLY = re.compile(r"\brange\([^)]*,\s*0\s*,\s*-1\s*\)|range\(1,.*\[::-1\]|reversed\(range\(1,")


def telling_line(member: Member, code: str, where: str, roles: Roles) -> int | None:
    """The line, from 0; None where there is none of its kind.

    Args:
        member: the function or method that computes the quantities.
        code: of the finding.
        where: the quantities.
        roles: the candidate's names.
    """
    lines = member.source.replace("'", '"').split("\n")
    for wanted, said, find in KNOWN:
        if code == wanted and said in where and (found := find(lines, member.source, roles)):
            return found[-1]
    return None


def saying(pattern: str) -> Find:
    """Lines that have a pattern."""
    return lambda lines, source, roles: [n for n, line in enumerate(lines) if re.search(pattern, line)][:1]


def _state_untransposed(lines: Sequence[str], source: str, roles: Roles) -> list[int]:
    """What goes to the step before, by the recurrent kernel as it stands."""
    name = roles.get("recurrent_kernel", "")
    used = re.compile(rf"(@|\w\().*{re.escape(name)}(?!\w|\.T|\.swap|\.trans)")
    return [n for n, line in enumerate(lines) if name and used.search(line) and "+=" not in line and "zeros" not in line]


def _replaced_in_loop(lines: Sequence[str], source: str, roles: Roles) -> list[int]:
    """Entries that a step of a loop gives a value of its own."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, RecursionError):
        return []
    inside = (node for loop in ast.walk(tree) if isinstance(loop, ast.For) for node in ast.walk(loop))
    return sorted({n.lineno - 1 for n in inside if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Subscript)})


def _of_one_step(lines: Sequence[str], source: str, roles: Roles) -> list[int]:
    """Where the upstream gradient of one step is taken."""
    name = re.escape(roles.get("upstream", "dout"))
    early = [n for n, line in enumerate(lines) if STOPS_EARLY.search(line)]
    return early or [n for n, line in enumerate(lines) if re.search(rf"(?<![\w.]){name}\[", line)]


KNOWN: tuple[tuple[str, str, Find], ...] = (
    ("missing-transpose", "gradient of bias", _state_untransposed),
    ("not-accumulated", "gradient of x", _replaced_in_loop),
    ("bptt-missing", "gradient", _of_one_step),
    ("state-off-by-one", "gradient of bias", lambda lines, source, roles: [n for n, line in enumerate(lines) if SLOPE_OF_F.search(line)]),
    ("batchnorm-ddof", "output", saying(r"ddof|\bvar\(|\bstd\(|\.var\b|\.std\b")),
    ("dropout-keep-rate-swapped", "", saying(r"rand|uniform|binomial")),
    ("dropout-normal-mask", "", saying(r"randn|normal")),
)
"""(code, what is said of the quantities, how the line is found)."""
