"""What `parity check --list` prints: what was found, how it was understood, what was left alone and out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from comparisons.reports.terminal import standard_output
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding.load import Target
from comparisons.subjects.inventory.sighting import LeftAlone, Sighting
from comparisons.subjects.understanding import Understood, understand, unforeseen
from comparisons.subjects.worker import CandidateError


def print_listing(
    target: Target, sightings: Sequence[Sighting], alone: Sequence[LeftAlone], session: Session, *, console: Console | None = None
) -> None:
    """Print it for one target; the probes are run, the checks are not."""
    console = console or standard_output()
    console.print(escape(target.source.name), style="bold", highlight=False)
    rows, nothing = [], []
    for sighting in sightings:
        understood = _understood(sighting, session)
        if understood.reading is None and not sighting.named:
            nothing.append(sighting.left_alone(understood.why_not))
            continue
        rows.append(_row(target, understood))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    lines = [f"  {name:<{widths[0]}}  {where:<{widths[1]}}  {what}" for name, where, what in rows]
    lines += [f"left alone: {what.name}: {what.why}" for what in (*alone, *nothing)]
    lines += [f"not executed: {said}" for said in target.source.left_out]
    for line in lines:
        console.print(escape(line), highlight=False, soft_wrap=True)


def _understood(sighting: Sighting, session: Session) -> Understood:
    """Whatever goes wrong with a part is said of it, and does not keep the others from being listed."""
    try:
        return understand(sighting, session)
    except CandidateError as problem:
        return Understood(sighting, None, why_not=str(problem))
    except Exception as problem:
        return Understood(sighting, None, why_not=unforeseen(problem).message)


def _row(target: Target, understood: Understood) -> tuple[str, str, str]:
    """(name, place, what it is and how it is called)."""
    sighting, reading = understood.sighting, understood.reading
    line = sighting.members[0].line
    where = target.place(line) if line is not None else ""
    if reading is None:
        return sighting.name, where, f"unrecognised: {understood.why_not}"
    how = "; ".join(reading.adapter.details)
    if understood.others:
        words = sorted({word for other in understood.others for word in other.adapter.words - reading.adapter.words})
        how += f" (no probe tells it from: {', '.join(words)}; --as {understood.pair.name}:WORD settles it)" if words else ""
    return sighting.name, where, f"{reading.pair.reference_name}, {reading.adapter.convention}" + (f": {how}" if how else "")
