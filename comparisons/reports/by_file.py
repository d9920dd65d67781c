"""A check of several files, such as a class's submissions: one row a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from comparisons.reports.check_words import WORST_FIRST, shown
from comparisons.reports.parts import Part
from comparisons.reports.words import NOTHING, Verdict, at, listed, text

MOST_NAMED = 6
"""Parts that do not match which a row names."""


class File(NamedTuple):
    """One file.

    Args:
        name: as the result has it.
        short: its name without the folder that all files share.
        verdict: of its worst part.
        matching, total: how many of its parts match, and how many there are.
        wrong: those that do not, worst first.
    """

    name: str
    short: str
    verdict: Verdict
    matching: int
    total: int
    wrong: list[Part]

    @property
    def share(self) -> str:
        """How many match, of how many."""
        return f"{self.matching} of {self.total}" if self.total else NOTHING

    @property
    def named(self) -> str:
        """What does not match, and how."""
        said = [part.why if part.name == self.name else f"{part.name} ({part.why})" for part in self.wrong[:MOST_NAMED]]
        more = len(self.wrong) - MOST_NAMED
        return ", ".join(said) + (f" and {more} more" if more > 0 else "")


def files(result: Mapping[str, Any], parts: list[Part]) -> list[File]:
    """The files in the order in which they were checked; nothing where there is only one.

    Args:
        result: of a check; files in which nothing was found are among its targets only.
        parts: all of its parts, worst verdict first.
    """
    found: dict[str, list[Part]] = {text(at(target, "name")): [] for target in listed(result, "targets")}
    for part in parts:
        if part.target:
            found.setdefault(part.target, []).append(part)
    if len(found) < 2:
        return []
    shared = _shared(list(found))
    return [_file(name, name[shared:], inside) for name, inside in found.items()]


def _shared(names: list[str]) -> int:
    """Length of the folder that all names begin with, with its slash; 0 if there is none."""
    alike = 0
    for letters in zip(*names):
        if len(set(letters)) > 1:
            break
        alike += 1
    return names[0][:alike].replace("\\", "/").rfind("/") + 1


def _file(name: str, short: str, inside: list[Part]) -> File:
    order = {verdict: place for place, verdict in enumerate(WORST_FIRST)}
    worst = min((part.verdict_name for part in inside), key=lambda verdict: order.get(verdict, -1), default="")
    wrong = [part for part in inside if part.verdict_name != "match"]
    verdict = shown(worst) if inside else Verdict("?", "Nothing found", False)
    return File(name, short, verdict, len(inside) - len(wrong), len(inside), wrong)
