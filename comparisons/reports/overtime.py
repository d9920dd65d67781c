"""Several results of one command as one table: a row a part or quantity, a column a run, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from comparisons.reports import changes, check_words, sections, words
from comparisons.reports.files import json_ready
from comparisons.reports.parts import share_of
from comparisons.reports.words import NOTHING, Verdict, at, listed, text

Result = Mapping[str, Any]

MOST_RUNS = 24
MOST_ROWS = 400


class Run(NamedTuple):
    """One result and what to call it."""

    label: str
    result: Result


class Cell(NamedTuple):
    """What one run has to say, and its verdict if it is one."""

    text: str
    verdict: Verdict | None = None


class Row(NamedTuple):
    """One part or quantity in every run."""

    name: str
    cells: list[Cell]
    changed: bool


class OverTime:
    """The table, and the sentence about it.

    Args:
        runs: of one command, the oldest first; only the newest `MOST_RUNS` are shown.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = [Run(words.tidy(run.label), words.tidy(json_ready(run.result))) for run in runs[-MOST_RUNS:]]
        self.left_out_runs = len(runs) - len(self.runs)
        self.command = text(at(self.newest, "command"))
        rows = _of_parts(self.runs) if self.command == "check" else _of_quantities(self.runs)
        rows.sort(key=lambda row: not row.changed)
        self.rows, self.left_out = rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)

    @property
    def newest(self) -> Result:
        return self.runs[-1].result

    @property
    def labels(self) -> list[str]:
        return [run.label for run in self.runs]

    @property
    def verdict(self) -> Verdict:
        return check_words.verdict_of(self.newest) if self.command == "check" else words.verdict(self.newest)

    @property
    def sentence(self) -> str:
        said = check_words.sentence(self.newest) if self.command == "check" else words.sentence(self.newest)
        return (
            said
            if not self.changes
            else f"{said} {changes.sentence(self.changes)}".replace("Since the baseline", f"Since {self.labels[-2]}")
        )

    @property
    def changes(self) -> list[changes.Change]:
        """From the last run but one to the newest; there are none of a comparison of trainings."""
        return changes.changes(self.runs[-2].result, self.newest) if self.command == "check" and len(self.runs) > 1 else []


def _of_parts(runs: Sequence[Run]) -> list[Row]:
    """A row a part: its verdict in every run, with the headroom where it matches."""
    parts = [{text(at(part, "subject")): part for part in listed(run.result, "components")} for run in runs]
    subjects = list(dict.fromkeys(subject for found in reversed(parts) for subject in found))
    rows = []
    for subject in subjects:
        here = [found.get(subject) for found in parts]
        name = next(text(at(part, "name")) for part in reversed(here) if part is not None)
        verdicts = {text(at(part, "verdict")) if part is not None else NOTHING for part in here}
        rows.append(Row(name, [_cell(part) for part in here], verdicts != {"match"}))
    return rows


def _cell(part: Mapping[str, Any] | None) -> Cell:
    if part is None:
        return Cell(NOTHING)
    shown = check_words.shown(text(at(part, "verdict")))
    return Cell(share_of(part).words if at(part, "headroom") is not None and shown.good else shown.word, shown)


def _of_quantities(runs: Sequence[Run]) -> list[Row]:
    """A row for the verdict, every track's headroom and every number people ask for first."""
    found: dict[str, list[Cell]] = {}
    for column, run in enumerate(runs):
        shown = words.verdict(run.result)
        said = [("verdict", Cell(shown.word, shown)), ("model", Cell(text(at(run.result, "model"))))]
        said += [(f"headroom, {track.name} track", Cell(track.headroom)) for track in sections.tracks(run.result) if not track.half]
        for what, scratch, keras, _ in sections.sides(run.result):
            said += [(f"{what}, scratch", Cell(scratch)), (f"{what}, Keras", Cell(keras))]
        said += [("seconds", Cell(words.seconds(at(run.result, "seconds", "total"))))]
        for name, cell in said:
            found.setdefault(name, [Cell(NOTHING)] * len(runs))[column] = cell
    return [Row(name, cells, name == "verdict") for name, cells in found.items()]
