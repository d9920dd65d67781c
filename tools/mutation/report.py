"""What a run has shown, as a table, and what is left to do. Seconds are of processor time, preparations included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tools.mutation.equivalent import Proofs

HEADINGS = ("part of the program", "mutants", "killed", "by time limit", "equivalent", "alive", "score", "seconds")


def tally(lines: Sequence[Mapping[str, Any]], proofs: Proofs) -> dict[str, int]:
    """Numbers of mutants by what became of them. Those that are no program count nowhere."""
    counts = dict.fromkeys(("killed", "timeout", "equivalent", "survived", "incompetent"), 0)
    for line in lines:
        counts["equivalent" if line["status"] == "survived" and proofs.why(line) else line["status"]] += 1
    return counts


def score(counts: Mapping[str, int]) -> float:
    """Share of the mutants without proof of equivalence that were noticed; 1 where there is none."""
    noticed = counts["killed"] + counts["timeout"]
    return noticed / (noticed + counts["survived"]) if noticed + counts["survived"] else 1.0


def table(rooms: Mapping[str, Sequence[Mapping[str, Any]]], proofs: Proofs) -> str:
    """Markdown, a row a room and one for all."""
    rows = [(name, tally(lines, proofs), sum(line["seconds"] for line in lines)) for name, lines in rooms.items()]
    if len(rows) > 1:
        rows.append(("all", {what: sum(counts[what] for _, counts, _ in rows) for what in rows[0][1]}, sum(row[2] for row in rows)))
    cells = [HEADINGS, ("---", *["---:"] * (len(HEADINGS) - 1)), *(_row(*row) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _row(name: str, counts: Mapping[str, int], seconds: float) -> tuple[str, ...]:
    tried = sum(counts.values()) - counts["incompetent"]
    numbers = (tried, counts["killed"], counts["timeout"], counts["equivalent"], counts["survived"])
    return name, *(f"{number:,}" for number in numbers), _percent(score(counts)), f"{seconds:,.0f}"


def _percent(share: float) -> str:
    """100 % is said of all only."""
    return "100 %" if share == 1 else f"{min(share * 100, 99.9):.1f} %"


def survivors(lines: Sequence[Mapping[str, Any]], proofs: Proofs) -> Iterator[str]:
    """A line each, for those without proof."""
    for line in sorted(lines, key=lambda line: (line["file"], line["line"])):
        if line["status"] == "survived" and not proofs.why(line):
            where = f" {line['where']}" if line["where"] else ""
            yield f"{line['file']}:{line['line']}{where}: {line['before']}  ->  {line['after']}  ({line['by']})"
