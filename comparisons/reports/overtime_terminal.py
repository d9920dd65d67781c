"""Several results over time on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from comparisons.reports import changes, words
from comparisons.reports.overtime import OverTime, Run
from comparisons.reports.terminal import Page, standard_output

MOST_COLUMNS, MOST_ROWS = 6, 100


def print_over_time(runs: Sequence[Run], *, console: Console | None = None) -> None:
    """Print the table of the last runs, what changed since the run before, and the newest verdict."""
    page = Page(console or standard_output())
    found = OverTime(runs)
    rows: list[tuple[str | Text, ...]] = []
    for row in found.rows[:MOST_ROWS]:
        cells = [
            Text(cell.text, "" if cell.verdict is None else "green" if cell.verdict.good else "red") for cell in row.cells[-MOST_COLUMNS:]
        ]
        rows.append((row.name, *cells))
    page.table(("", *found.labels[-MOST_COLUMNS:]), rows)
    if len(found.rows) > MOST_ROWS:
        page.line((f"{words.plural(len(found.rows) - MOST_ROWS, 'row')} more", "dim"))
    page.line(("\n".join(changes.line(change) for change in found.changes), ""), gap=True)
    tone = "green" if found.verdict.good else "red"
    page.line((f"{page.icon(found.verdict.icon)} {found.verdict.word}:", f"bold {tone}"), (f" {found.sentence}", ""), gap=True)
