"""Any face of any result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comparisons.reports.overtime import Run

Result = Mapping[str, Any]


def page(runs: Sequence[Run]) -> str:
    """The HTML page: of one result, or of several over time, the oldest first."""
    from comparisons.reports import check_page, html, overtime_page

    if len(runs) > 1:
        return overtime_page.compose(runs)
    return _by_command(runs[0].result, check=check_page.compose, compare=html.compose)


def text(runs: Sequence[Run]) -> str:
    """The Markdown: of one result, or of several over time."""
    from comparisons.reports import check_markdown, markdown, overtime_markdown

    if len(runs) > 1:
        return overtime_markdown.compose(runs)
    return _by_command(runs[0].result, check=check_markdown.compose, compare=markdown.compose)


def junit_file(runs: Sequence[Run]) -> str:
    """The JUnit XML: of the newest result."""
    from comparisons.reports import check_junit, junit

    return _by_command(runs[-1].result, check=check_junit.compose, compare=junit.compose)


def on_terminal(runs: Sequence[Run]) -> None:
    """The newest result, and what changed since the oldest, on standard output."""
    from comparisons.reports import check_terminal, overtime_terminal, terminal

    if len(runs) > 1:
        overtime_terminal.print_over_time(runs)
    else:
        _by_command(runs[0].result, check=check_terminal.print_check, compare=terminal.print_compare)


def is_good(result: Result) -> bool:
    """Whether a command with this result leaves with status 0."""
    if result["command"] == "compare":
        return result["verdict"] in ("match", "convention")
    parts = result["components"]
    return bool(parts) and all(part["verdict"] == "match" for part in parts)


def _by_command(result: Result, *, check: Callable[[Result], Any], compare: Callable[[Result], Any]) -> Any:
    return check(result) if result["command"] == "check" else compare(result)
