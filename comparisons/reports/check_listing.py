"""What `parity check --list` prints: what was found, how it was understood, what was left alone and out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding.load import Target
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting
from comparisons.subjects.understanding import Understood, understand


def print_listing(
    target: Target, sightings: Sequence[Sighting], alone: Sequence[LeftAlone], session: Session, *, console: Console | None = None
) -> None:
    """Print it for one target; the probes are run, the checks are not."""
    console = console or Console()
    console.print(escape(target.source.name), style="bold", highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("part", "where", "Keras", "convention", "called"):
        table.add_column(heading, overflow="fold")
    nothing = []
    for sighting in sightings:
        understood = understand(sighting, session)
        if understood.reading is None and not sighting.named:
            nothing.append(LeftAlone(sighting.name, understood.why_not))
            continue
        table.add_row(*(escape(cell) for cell in _row(target, understood)))
    console.print(table)
    for what in (*alone, *nothing):
        console.print(escape(f"left alone: {what.name}: {what.why}"), highlight=False)
    for said in target.source.left_out:
        console.print(escape(f"not executed: {said}"), highlight=False)


def _row(target: Target, understood: Understood) -> tuple[str, ...]:
    sighting, reading = understood.sighting, understood.reading
    line = sighting.members[0].line
    where = target.place(line) if line is not None else ""
    if reading is None:
        return sighting.name, where, "", "", understood.why_not
    how = "; ".join(reading.adapter.details)
    if understood.others:
        words = sorted({word for other in understood.others for word in other.adapter.words - reading.adapter.words})
        how += f" (no probe tells it from: {', '.join(words)}; --as {understood.pair.name}:WORD settles it)" if words else ""
    return sighting.name, where, reading.pair.reference_name, reading.adapter.convention, how
