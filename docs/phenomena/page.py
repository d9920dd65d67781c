"""What a page of this folder is made of: text with tables, and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from comparisons.reports.charts import Paint, look, specification

PAINT = Paint()
COLOURS = ["#5596ce", "#8f3a05", "#3f6f4a", "#7a4fa3", "#b3862b", "#b3261e"]


@dataclass
class Page:
    """One page.

    Args:
        name: of its file, without ending.
        text: Markdown.
        within: relative distance up to which its numbers may differ on another machine.
        pictures: SVG by file name.
    """

    name: str
    text: str
    within: float
    pictures: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the page and its pictures."""
        (folder / f"{self.name}.md").write_text(self.text, encoding="utf-8")
        for name, picture in self.pictures.items():
            (folder / name).write_text(picture, encoding="utf-8")


def svg(chart: Any, *, width: int, height: int) -> str:
    """A chart in the look of the reports."""
    frame = {} if isinstance(chart, alt.HConcatChart | alt.ConcatChart) else {"width": width, "height": height}
    return vl_convert.vegalite_to_svg({**specification(chart, padding=20, config=look(PAINT)), **frame})


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers to three digits."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def colours(names: Sequence[str]) -> alt.Color:
    """One colour for each of the names in the column `name`."""
    return alt.Color("name:N", scale=alt.Scale(domain=list(names), range=COLOURS[: len(names)]), legend=alt.Legend(title=None))
