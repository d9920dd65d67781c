"""What became worse or better from one check result to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from comparisons.reports import check_words
from comparisons.reports.words import NOTHING, at, listed, plural, text

Result = Mapping[str, Any]

RANKS = {"match": 0, "convention": 1}
WRONG = 2
"""Rank of every other verdict: among them, what fails decides."""


class Change(NamedTuple):
    """One part that is not as it was.

    Args:
        name: of the part.
        subject: where it is.
        before, after: verdicts; empty where the part is not in that result.
        kind: `'worse'`, `'better'`, `'new'` (and right) or `'gone'`.
        what: which findings and failing checks came or went, in words.
    """

    name: str
    subject: str
    before: str
    after: str
    kind: str
    what: str


def changes(before: Result, after: Result, *, some: bool = False) -> list[Change]:
    """The parts that changed: worse ones first, then gone, better and new ones.

    Args:
        before, after: results of a check.
        some: `after` was asked for some parts by name, so that none is gone.
    """
    old, new = _by_subject(before), _by_subject(after)
    found = [change for key in dict.fromkeys([*new, *old]) if (change := _change(old.get(key), new.get(key))) is not None]
    order = ("worse", "gone", "better", "new")
    return sorted((change for change in found if not (some and change.kind == "gone")), key=lambda change: order.index(change.kind))


def worse(before: Result, after: Result, *, some: bool = False) -> list[Change]:
    """Only those that became worse, are new and wrong, or are gone."""
    return [change for change in changes(before, after, some=some) if change.kind in ("worse", "gone")]


def sentence(found: Sequence[Change]) -> str:
    """The one sentence about all changes."""
    counts = Counter(change.kind for change in found)
    words = {"worse": "became worse", "better": "became better", "new": "are new", "gone": "are gone"}
    said = [f"{plural(counts[kind], 'part')} {doing}" for kind, doing in words.items() if counts[kind]]
    return f"Since the baseline: {', '.join(said).replace('1 part are', '1 part is') or 'nothing changed'}."


def line(change: Change) -> str:
    """One change in one line."""
    way = f"{change.before or 'not there'} -> {change.after or 'not there'}"
    return f"{change.kind}: {change.name} ({change.subject}), {way}" + (f": {change.what}" if change.what else "")


def _by_subject(result: Result) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Subject and how many of that name came before -> part."""
    seen: Counter[str] = Counter()
    found = {}
    for part in listed(result, "components"):
        subject = text(at(part, "subject"))
        found[subject, seen[subject]] = part
        seen[subject] += 1
    return found


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change | None:
    part = old if new is None else new
    before, after = (text(at(side, "verdict"), otherwise="") for side in (old, new))
    kind, what = _kind(old, new)
    return None if not kind else Change(text(at(part, "name")), text(at(part, "subject")), before, after, kind, what)


def _kind(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> tuple[str, str]:
    """(kind, what); an empty kind where nothing changed."""
    if new is None:
        return "gone", ""
    rank, wrong = _rank(new), set(_wrong(new))
    if old is None:
        return ("new", "") if rank == 0 else ("worse", ", ".join(sorted(wrong)))
    before, came, went = _rank(old), sorted(wrong - set(_wrong(old))), sorted(set(_wrong(old)) - wrong)
    what = "; ".join(f"{word} {', '.join(names)}" for word, names in (("now", came), ("no more", went)) if names)
    if rank > before or (rank == before and came):
        return "worse", what
    return ("better", what) if rank < before or went else ("", "")


def _rank(part: Mapping[str, Any]) -> int:
    return RANKS.get(text(at(part, "verdict")), WRONG)


def _wrong(part: Mapping[str, Any]) -> Iterator[str]:
    """Names of everything that stands against a part: codes of causes, and failing checks."""
    for finding in check_words.findings(part):
        if not at(finding, "note") and not at(finding, "accepted") and text(at(finding, "code")) != "mismatch":
            yield f"{text(at(finding, 'code'))} in {text(at(finding, 'where'))}"
    for check in check_words.failing(part):
        yield f"{text(at(check, 'name'))} [{text(at(check, 'dtype'), otherwise=NOTHING)}]"
