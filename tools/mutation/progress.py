"""What somebody sees meanwhile: a bar for each part of the program."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.mutation.mutants import Mutant
from tools.mutation.rooms import Room
from tools.mutation.run import Work

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[now]}"))


class Shown(Progress):
    """Bars on standard error.

    Args:
        work: what is to be done.
    """

    def __init__(self, work: Sequence[Work]) -> None:
        super().__init__(*COLUMNS, console=Console(stderr=True))
        self._rooms = {mutant: each.room for each in work for mutant in each.mutants}
        self._bars = {each.room: self.add_task(each.room.name, total=len(each.mutants), now="") for each in work}
        self._alive = {each.room: 0 for each in work}
        self._counting = Lock()

    def done(self, mutant: Mutant, outcome: dict[str, Any]) -> None:
        """One more mutant."""
        room = self._rooms[mutant]
        with self._counting:
            self._alive[room] += outcome["status"] == "survived"
            self.update(self._bars[room], advance=1, now=f"{self._alive[room]} alive so far; {mutant.file}")

    def say(self, room: Room, what: str) -> None:
        """What is being done before the first mutant."""
        self.update(self._bars[room], now=what)
