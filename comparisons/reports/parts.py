"""The parts of a check as the page shows them: worst verdict first, each with an address of its own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from comparisons.reports import check_words, matrices
from comparisons.reports.sections import Rows
from comparisons.reports.words import NOTHING, Verdict, at, headroom, listed, number, plural, real, text

MOST_PARTS = 400
"""Parts a page shows at most, the worst first; result.json has all of them."""
ACCEPTED = "accepted"
MOST_ROWS = 40
"""Rows of one table of a part."""


class Share(NamedTuple):
    """Headroom as words and as the length of a bar."""

    words: str
    width: float
    outside: bool


class CheckRow(NamedTuple):
    """One check in every floating type; None where it did not run."""

    name: str
    shares: list[Share | None]


class Disagreement(NamedTuple):
    """One failing example: what, how far, and the arrays."""

    title: str
    measures: list[tuple[str, str]]
    inputs: list[matrices.Grid]
    sides: list[matrices.Grid]
    arbiter: str


class Part:
    """One part.

    Args:
        component: of the result.
        anchor: its address on the page.
    """

    def __init__(self, component: Mapping[str, Any], anchor: str) -> None:
        self.component, self.anchor = component, anchor
        self.name = text(at(component, "name"), otherwise="a part without a name")
        self.kind, self.subject, self.target, self.reference, self.convention = (
            text(at(component, key), otherwise="") for key in ("kind", "subject", "target", "reference", "convention")
        )
        self.who = check_words.who(component)
        self.verdict_name = text(at(component, "verdict"))
        self.causes = check_words.causes(component)[:MOST_ROWS]
        self.notes, self.shims = ([text(said) for said in listed(component, key)][:MOST_ROWS] for key in ("notes", "shims"))
        self.missing, self.region, self.reproduce = (text(at(component, key), otherwise="") for key in ("missing", "region", "reproduce"))
        self.place, self.line = check_words.place(component), text(at(component, "source", "text"), otherwise="").strip()
        self.called = ", ".join(text(said) for said in listed(component, "called"))

    @property
    def verdict(self) -> Verdict:
        return check_words.shown(self.verdict_name)

    @property
    def why(self) -> str:
        """The cause if there is one, else what failed or was said; what no cause explains comes before causes that do not explain it."""
        codes = ", ".join(dict.fromkeys(text(finding.get("code")) for finding in self.causes))
        said = (text(finding.get("summary"), otherwise="") for finding in check_words.findings(self.component))
        if codes and self.region and self.verdict_name == "mismatch":
            return f"{self.region}; besides {codes}"
        return codes or self.missing or self.region or ", ".join(self.failing[:2]) or next(filter(None, said), NOTHING)

    @property
    def share(self) -> Share:
        return share_of(self.component)

    @cached_property
    def dtypes(self) -> list[str]:
        """Floating types that were tried, in their order."""
        return list(dict.fromkeys(text(at(check, "dtype"), otherwise="") for check in self._checks))[:4]

    @cached_property
    def checks(self) -> Rows:
        """A row a check."""
        names = list(dict.fromkeys(text(at(check, "name")) for check in self._checks))
        by_name: dict[tuple[str, str], Mapping[str, Any]] = {}
        for check in self._checks:
            by_name.setdefault((text(at(check, "name")), text(at(check, "dtype"), otherwise="")), check)
        accepted = check_words.accepts(self.component)
        rows = [CheckRow(name, [_of_check(by_name.get((name, dtype)), accepted) for dtype in self.dtypes]) for name in names[:MOST_ROWS]]
        return Rows(rows, max(0, len(names) - MOST_ROWS))

    @property
    def amount(self) -> str:
        """How much was compared."""
        examples, elements = (sum(_whole(at(check, key)) for check in self._checks) for key in ("examples", "elements"))
        return f"{plural(examples, 'example')}, {number(elements)} numbers compared"

    @property
    def disagreements(self) -> Iterator[Disagreement]:
        """The smallest failing example, and a richer one."""
        titles = {"counterexample": "The smallest example that fails", "specimen": "A richer example"}
        for key, title in titles.items():
            found = at(self.component, key)
            if isinstance(found, Mapping):
                measures = list(check_words.measures(self.component, found))
                sides = matrices.sides(found, self.who)
                arbiter = text(at(found, "arbiter_is"), otherwise="") if len(sides) == 3 else ""
                yield Disagreement(title, measures, matrices.inputs(found)[:8], sides, arbiter)

    @property
    def headline(self) -> str:
        return check_words.headline(self.component, at(self.component, "counterexample"))

    @property
    def failing(self) -> list[str]:
        """A line for every way of failing."""
        return check_words.failing_lines(self.component)[:MOST_ROWS]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """(check, why) of every check that does not apply."""
        found = at(self.component, "left_out")
        return [(text(name), text(why)) for name, why in found.items()][:MOST_ROWS] if isinstance(found, Mapping) else []

    @property
    def script(self) -> str:
        return text(at(self.component, "counterexample", "script"), otherwise="")

    @property
    def _checks(self) -> list[Mapping[str, Any]]:
        return [check for check in listed(self.component, "checks") if isinstance(check, Mapping)]


def parts(result: Mapping[str, Any], *, most: int = MOST_PARTS) -> Rows:
    """The parts, worst verdict first, at most `most` of them."""
    found = [part for part in listed(result, "components") if isinstance(part, Mapping)]
    order = {name: place for place, name in enumerate(check_words.counts(result))}
    found.sort(key=lambda part: order.get(text(at(part, "verdict")), len(order)))
    taken: set[str] = set()
    return Rows([Part(part, _anchor(part, taken)) for part in found[:most]], max(0, len(found) - most))


def share_of(part: Mapping[str, Any]) -> Share:
    """The largest of all checks; where that is outside by what was accepted, this is said in its place."""
    given = at(part, "headroom")
    used = _share(given if given is not None else max((at(check, "headroom") for check in listed(part, "checks")), key=_size, default=None))
    return Share(ACCEPTED, 0.0, False) if used.outside and check_words.accepts(part) else used


def _anchor(part: Mapping[str, Any], taken: set[str]) -> str:
    """`part-NAME`; with the kind, then a number behind it where several have one name."""
    name, kind = (re.sub(r"[^\w.-]+", "-", text(at(part, key), otherwise="")).strip("-")[:80] for key in ("name", "kind"))
    numbered = (f"part-{name}-{count}" for count in range(2, len(taken) + 4))
    anchor = next(one for one in (f"part-{name}", f"part-{name}-{kind}", *numbered) if one not in taken)
    taken.add(anchor)
    return anchor


def _of_check(check: Mapping[str, Any] | None, accepted: bool) -> Share | None:
    if check is None:
        return None
    used = _share(at(check, "headroom"))
    if at(check, "passed"):
        return used
    if at(check, "expected"):
        return used._replace(words=f"{used.words}, expected", outside=False)
    if accepted:
        return used._replace(words=f"{used.words}, {ACCEPTED}", outside=False)
    for key, said in (("error", "raised"), ("vacuous", "nothing shown")):
        if at(check, key):
            return Share(said, 1.0, True)
    return used._replace(outside=True)


def _share(value: Any) -> Share:
    used = real(value)
    outside = used is not None and not used <= 1
    width = 0.0 if used is None else 1.0 if math.isnan(used) else min(max(used, 0.0), 1.0)
    return Share(headroom(value), width, outside)


def _size(value: Any) -> float:
    used = real(value)
    return -1.0 if used is None else math.inf if math.isnan(used) else used


def _whole(value: Any) -> int:
    found = real(value)
    return int(found) if found is not None and math.isfinite(found) and abs(found) < 1e15 else 0
