"""Several results over time as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from comparisons.reports import changes, words
from comparisons.reports.check_markdown import LONGEST
from comparisons.reports.markdown import inline, table
from comparisons.reports.overtime import OverTime, Run

MOST_COLUMNS, MOST_ROWS, MOST_CHANGES = 8, 60, 30


def compose(runs: Sequence[Run]) -> str:
    """The newest verdict, what changed since the run before, and a table of the last runs."""
    found = OverTime(runs)
    opening = [f"### {found.verdict.icon} {inline(found.verdict.word)}: {inline(found.sentence)}"]
    changed = [f"- {inline(changes.line(change))}" for change in found.changes[:MOST_CHANGES]]
    rows = [row for row in found.rows if row.changed or found.command != "check"] or found.rows
    head = ["", *found.labels[-MOST_COLUMNS:]]
    shown = [[row.name, *(_words(cell.text, cell.verdict) for cell in row.cells[-MOST_COLUMNS:])] for row in rows]
    for count in (MOST_ROWS, 20, 5, 0):
        more = [f"{words.plural(len(shown) - count, 'row')} more."] if len(shown) > count else []
        parts = [*opening, "\n".join(changed), table(head, shown[:count]), *more, words.HEADROOM]
        text = "\n\n".join(part for part in parts if part) + "\n"
        if len(text) <= LONGEST:
            return text
    return opening[0][:LONGEST] + "\n"


def _words(said: str, verdict: words.Verdict | None) -> str:
    return said if verdict is None else f"{verdict.icon} {said}"
