"""The report on the terminal: the verdict first, then as little as answers the next question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comparisons.reports import disagreement, sections, words
from comparisons.reports.files import json_ready

_PLAIN_ICONS = {"\N{CHECK MARK}": "OK", "\N{BALLOT X}": "X", "\N{ALMOST EQUAL TO}": "~"}
GAP = 3  # between two columns of a table
WIDE = 160
"""Columns of a table that goes to a file: nobody's window cuts it."""
_BAR = 20
_FINDINGS = 5


def print_compare(result: Mapping[str, Any], report: str | Path | None = None, *, console: Console | None = None) -> None:
    """Print a compare result.

    Args:
        result: the result; any part may be missing.
        report: where the report lies, to be named in the last line.
        console: where to print, standard output if None. What is no terminal gets plain ASCII and no colours.
    """
    page = Page(console or standard_output())
    result = words.tidy(json_ready(result))
    shown = words.verdict(result)
    tone = "green" if shown.good else "red"
    page.line((f"{page.icon(shown.icon)} {shown.word}:", f"bold {tone}"), (f" {words.sentence(result)}", ""))
    page.line((", ".join(sections.facts(result)), "dim"))
    page.line((sections.unfinished(result) or "", "yellow"))
    page.line((sections.early_stopping(result) or "", ""))
    page.table(("", "parameters", "train loss", "test loss", f"test {sections.metric(result).replace('_', ' ')}"), _sides(result))
    page.table(("track", "headroom", ""), [page.track(track) for track in sections.tracks(result)])
    for track, outside in disagreement.outsides(result)[:1]:
        page.line((disagreement.block(result, track, outside), ""), gap=True)
    for finding in sections.findings(result).rows[:_FINDINGS]:
        said = [words.text(finding.get(key), otherwise="") for key in ("code", "summary", "fix")]
        page.line((said[0], "bold"), (f"  {said[1]}" + (f"\n  fix: {said[2]}" if said[2] else ""), ""), gap=True)
    page.line((f"Report: {words.tidy(str(report))}" if report else "", ""), gap=True)


def _sides(result: Mapping[str, Any]) -> list[tuple[str | Text, ...]]:
    paths: list[tuple[str | int, ...]] = [
        ("parameters", "*"),
        ("history", "*", "loss", -1),
        ("test", "*", "loss"),
        ("test", "*", sections.metric(result)),
    ]
    rows: list[tuple[str | Text, ...]] = []
    for name, side in words.SIDES.items():
        found = [words.at(result, *(side if key == "*" else key for key in path)) for path in paths]
        rows.append((name, *(words.number(value, 7) for value in found)))
    return rows


def standard_output() -> Console:
    """Standard output; wide where it is no terminal."""
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, WIDE)
    return console


class Page:
    """A console, and what it can show."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._rich = console.is_terminal and console.encoding.lower().startswith("utf")

    def icon(self, icon: str) -> str:
        return icon if self._rich else _PLAIN_ICONS.get(icon, icon)

    def line(self, *parts: tuple[str, str], gap: bool = False) -> None:
        """Print (text, style) parts on one line, after an empty one if ``gap``; nothing if there is no text."""
        if any(text for text, _ in parts):
            # Soft wrap: a path or a command that rich breaks can no longer be copied.
            self._console.print(Text.assemble(*[("\n", "")] * gap, *((self._safe(text), style) for text, style in parts)), soft_wrap=True)

    def table(self, head: Iterable[str], rows: Iterable[tuple[str | Text, ...]], *, left: Iterable[int] = (0,)) -> None:
        """Print a table after an empty line, the first column or those of ``left`` to the left, the others to the right.

        Where a line is too long, the last column is cut first.
        """
        grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
        names = list(head)
        cells = [[cell if isinstance(cell, Text) else Text(self._safe(cell)) for cell in row] for row in rows]
        lengths = [max([len(name), *(row[index].cell_len for row in cells if index < len(row))]) for index, name in enumerate(names)]
        room = self._console.width - sum(length + GAP for length in lengths[:-1])
        for index, name in enumerate(names):
            # rich's own sign for what is cut is no ASCII.
            overflow: Any = "ellipsis" if self._rich else "crop"
            grid.add_column(
                name, justify="left" if index in left or not name else "right", no_wrap=True, overflow=overflow,
                max_width=max(len(name), room - GAP) if index == len(names) - 1 else None,
            )  # fmt: skip
        for row in cells:
            grid.add_row(*row)
        self._console.print()
        self._console.print(grid)

    def track(self, track: sections.Track) -> tuple[str | Text, ...]:
        """A track as name, number and bar."""
        tone = "red" if track.outside else "green"
        full, empty = ("\N{BOX DRAWINGS HEAVY HORIZONTAL}", "\N{BOX DRAWINGS LIGHT HORIZONTAL}") if self._rich else ("#", ".")
        filled = min(_BAR, max(int(track.share > 0), round(track.share * _BAR)))
        bar = Text.assemble((full * filled, tone), (empty * (_BAR - filled), "dim"), (" outside" if track.outside else "", tone))
        return track.name, track.headroom, bar if track.measured else Text("")

    def _safe(self, text: str) -> str:
        """Of what goes to a file, ASCII and the letters of names that it can hold: `σ` is somebody's own."""
        return text if self._rich else "".join(letter if letter.isascii() else self._kept(letter) for letter in text)

    def _kept(self, letter: str) -> str:
        encoding = self._console.encoding if letter.isalnum() else "ascii"
        return letter.encode(encoding, "backslashreplace").decode(encoding)
