"""A soak of somebody's files that are known to be right: each is found, understood and checked anew by every seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from threadpoolctl import threadpool_limits

from comparisons.checks.soak import Line, figures
from comparisons.cli.keras import start_keras
from comparisons.errors import InputError
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import examine, find
from comparisons.subjects.examined import Examined, Wishes
from comparisons.subjects.finding.load import Target, load_targets
from comparisons.subjects.worker import CandidateError, Worker

RIGHT = ("match", "convention")
NOTHING: Line = {"dtype": "", **figures([])}


@dataclass(frozen=True)
class FileTask:
    """One file, and how it is to be checked.

    Args:
        target: the file, or one part of it.
        examples, seed: of every check.
    """

    target: Target
    examples: int
    seed: int
    kind: str = "file"

    @property
    def name(self) -> str:
        """Of the file, with that of the part if it is one."""
        return ":".join(filter(None, (self.target.source.name, self.target.member)))

    @property
    def alone(self) -> str:
        """The command that checks it by itself."""
        return f"parity check {self.name} --seed {self.seed} --jobs 1"


def files_of(targets: Sequence[str]) -> list[Target]:
    """Every file that is meant.

    Raises:
        InputError: there is no such thing, or it cannot be read.
    """
    found = [target for name in targets for target in load_targets(name)]
    for target in found:
        if target.unreadable:
            raise InputError(f"soak: expected code that is right, got {target.source.name}: {target.unreadable}; leave it out.")
    return found


def endless_tasks(files: Sequence[Target], *, seed: int, examples: int, done: frozenset[tuple[str, int]]) -> Iterator[FileTask]:
    """Every file by seed after seed, but for what is `done`."""
    for number in count(seed):
        tasks = (FileTask(target, examples, number) for target in files)
        yield from (task for task in tasks if (task.name, number) not in done)


def done_by(lines: Sequence[Line]) -> frozenset[tuple[str, int]]:
    """(file, seed) of those that lines tell of."""
    return frozenset((line["file"], line["seed"]) for line in lines if "file" in line)


def lines_of(task: FileTask) -> list[Line]:
    """A line for every part and floating type; one of its own for a file that cannot be executed, or that has no parts."""
    start_keras(quiet=True)
    target = task.target
    named = {"kind": task.kind, "name": target.source.name, "file": task.name, "seed": task.seed}
    try:
        with threadpool_limits(limits=1, user_api="blas"), Worker(target.source) as worker:
            session = Session(worker)
            found, _ = find(target, session)
            wanted = [sighting for sighting in found if target.member in ("", sighting.name)]
            examined = examine(target, session, wanted, Wishes(task.examples, task.seed), lambda: False)
            parts = [(part, list(_by_type(part))) for part in examined if not part.is_nothing]
    except CandidateError as problem:
        return [{**named, **NOTHING, "alarms": [f"cannot be executed: {problem}"]}]
    if not parts:
        return [{**named, **NOTHING, "alarms": ["no part was found in it"]}]
    return [{**named, "name": part.subject, **line} for part, lines in parts for line in lines]


def _by_type(part: Examined) -> Iterator[Line]:
    """What its checks say in every floating type; the first line has the alarm, if there is one."""
    causes = ", ".join(found.code for found in part.findings if found.counts) or str(part.problem or part.message or part.failing)
    alarms = [] if part.verdict in RIGHT else [f"{part.verdict}: {causes}"]
    for dtype in dict.fromkeys(check.dtype for check in part.checks) or ("",):
        yield {"dtype": dtype, **figures([check for check in part.checks if check.dtype == dtype]), "alarms": alarms}
        alarms = []
