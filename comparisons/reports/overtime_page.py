"""Several results over time as one web page."""

from __future__ import annotations

from collections.abc import Sequence

from comparisons.reports import changes, overtime_chart, sections, words
from comparisons.reports.overtime import OverTime, Run
from comparisons.reports.templates import template


def compose(runs: Sequence[Run]) -> str:
    """The page: newest verdict, what changed, a picture, and the table of all runs."""
    found = OverTime(runs)
    return template("overtime.html.jinja").render(
        found=found,
        changes=[(change, changes.line(change)) for change in found.changes[:200]],
        drawn=overtime_chart.svg(found),
        environment=sections.environment(found.newest),
        headroom=words.HEADROOM,
        number=words.number,
    )
