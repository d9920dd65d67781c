"""A result as an object: rich HTML in a notebook, plain text at a prompt, files if asked for."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comparisons.reports import check_words, words
from comparisons.reports.files import json_ready

WIDTH = 110
MOST_PARTS = 25
"""Parts shown inside a notebook; `save` writes the page with all of them."""


class Report:
    """What `check` or `compare` found.

    Args:
        result: as result.json has it.
    """

    def __init__(self, result: Mapping[str, Any]) -> None:
        self.result: dict[str, Any] = json_ready(result)

    @property
    def verdict(self) -> str:
        """One of the six; of a check that of its worst part."""
        if self.result.get("command") == "compare":
            return words.text(words.at(self.result, "verdict"))
        return next(iter(check_words.counts(self.result)), "unrecognised")

    def save(self, folder: str | Path) -> dict[str, Path]:
        """Write the report in every form into `folder`, and name the files."""
        from comparisons.reports import write_check_report, write_compare_report

        write = write_compare_report if self.result.get("command") == "compare" else write_check_report
        return write(self.result, folder)

    def __repr__(self) -> str:
        from rich.console import Console

        from comparisons.reports.check_terminal import print_check
        from comparisons.reports.terminal import print_compare

        console = Console(file=io.StringIO(), width=WIDTH, force_terminal=False, force_jupyter=False, color_system=None)
        (print_compare if self.result.get("command") == "compare" else print_check)(self.result, console=console)
        return console.file.getvalue().strip("\n")  # type: ignore[attr-defined]  # it is the text file from above

    def _repr_html_(self) -> str:
        """For Jupyter: a part of a page, with a style of its own."""
        from comparisons.reports import notebook_page

        return notebook_page.compose(self.result, most=MOST_PARTS)
