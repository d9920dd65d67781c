"""What `parity soak` prints at its end: a row for every kind of part and floating type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from comparisons.checks.soak import by_kind
from comparisons.reports.terminal import standard_output

HEADINGS = ("kind", "dtype", "parts", "seeds", "examples", "elements", "largest headroom", "of", "alarms")


def print_soak(lines: Sequence[dict[str, Any]], *, console: Console | None = None) -> None:
    """Print the table and the total."""
    console = console or standard_output()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if number in (0, 1, 7) else "right")
    for row in by_kind(lines):
        counts = (f"{row[name]:,}" for name in ("parts", "seeds", "examples", "elements"))
        headroom = f"{row['headroom_max']:.1%}" if row["headroom_max"] <= 1 else "> 100%"
        table.add_row(row["kind"], row["dtype"], *counts, headroom, row["largest"], str(row["alarms"]))
    console.print(table)
    examples, alarms = sum(line["examples"] for line in lines), sum(len(line["alarms"]) for line in lines)
    console.print(f"\n{examples:,} examples, {alarms} false alarm{'' if alarms == 1 else 's'}.", highlight=False)
