"""One file of `parity check TARGET`: found, understood, checked, diagnosed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparisons.subjects.configuration import Configuration
from comparisons.subjects.finding.load import Target

EXAMPLES = 40
DTYPES = ("float64", "float32")


@dataclass(frozen=True)
class Asked:
    """What was asked for.

    Args:
        targets: as they were given.
        only, as_name, list_only, accept, timeout, memory, isolation, examples, seed, dtype, jobs: options of their names.
        quiet: print nothing.
        command: what it is called by: `check`, or `replay`, which needs no Keras.
    """

    targets: Sequence[str]
    only: Sequence[str]
    as_name: str
    list_only: bool
    accept: Sequence[str]
    timeout: float
    memory: int
    isolation: str
    examples: int | None
    seed: int
    dtype: Sequence[str]
    quiet: bool
    jobs: int = 1
    command: str = "check"

    def reproduce(self, subject: str) -> str:
        """The command that checks one part again."""
        examples = "" if self.examples is None else f" --examples {self.examples}"
        forced = f" --as {self.as_name}" if self.as_name else ""
        quoted = f'"{subject}"' if "(" in subject else subject  # for a shell
        return f"parity {self.command} {quoted}{forced}{examples} --seed {self.seed}"


@dataclass
class File:
    """What has been found out about a file so far.

    Args:
        target: the file.
        among_others: others are checked as well, so that a name that was asked for may be missing here.
        parts: a row for each.
        looked_at: a row for the file itself; None if it was not finished.
    """

    target: Target
    among_others: bool = False
    parts: list[dict[str, Any]] = field(default_factory=list)
    looked_at: dict[str, Any] | None = None


def check_file(file: File, asked: Asked, configuration: Configuration, *, keras: Callable[[], None], stopped: Callable[[], bool]) -> None:
    """Check every part, until `stopped`; each is in `file` as soon as it is done.

    Args:
        file: the target; filled in.
        asked, configuration: how.
        keras: waits until Keras is there. The code is executed while it is still being imported.
        stopped: whether Ctrl-C was pressed.
    """
    from comparisons.subjects.worker import CandidateError, Limits, Worker

    target, limits = file.target, Limits(seconds_per_call=asked.timeout, memory_mib=asked.memory)
    if target.unreadable:
        _broken(file, asked, CandidateError("import", target.unreadable))
        return
    with Worker(target.source, limits=limits, isolation=asked.isolation) as worker:
        try:
            worker.inventory()
        except CandidateError as problem:
            keras()
            _broken(file, asked, problem, worker)
            return
        keras()
        _check_parts(file, asked, configuration, worker, stopped)


def lost(file: File, asked: Asked) -> None:
    """A file in the middle of which parity's own process died twice, as when memory runs out."""
    from comparisons.subjects.worker import CandidateError

    file.parts.clear()
    _broken(file, asked, CandidateError("died", "the process that checked it died, as when memory runs out; try it alone, with --jobs 1"))


def _broken(file: File, asked: Asked, problem: Any, worker: Any = None) -> None:
    """A file that cannot be executed at all."""
    from comparisons.subjects.rows import broken_row, target_row

    target = file.target
    if asked.list_only:
        print(f"{target.source.name}: cannot be executed: {problem}")
        return
    file.parts.append(broken_row(target, problem, reproduce=asked.reproduce(target.source.name)))
    file.looked_at = target_row(target, [], worker.isolation if worker else "", worker.shims if worker else [])


def _check_parts(file: File, asked: Asked, configuration: Configuration, worker: Any, stopped: Callable[[], bool]) -> None:
    from comparisons.subjects.conventions.session import Session
    from comparisons.subjects.examine import find
    from comparisons.subjects.rows import target_row

    session = Session(worker)
    found, alone = find(file.target, session)
    picked = _chosen(file, asked, configuration, found, worker)
    if asked.list_only:
        from comparisons.reports.check_listing import print_listing

        print_listing(file.target, picked, alone, session)
        return
    unknown = list(alone)
    for examined in _examined(file, asked, configuration, session, picked, stopped):
        if examined.is_nothing:
            unknown.append(examined.left_alone)
        else:
            file.parts.append(_row(examined, asked.reproduce(examined.subject)))
    chosen = bool(asked.only or file.target.member)
    file.looked_at = target_row(file.target, unknown, worker.isolation, worker.shims, chosen=chosen)


def _row(examined: Any, reproduce: str) -> dict[str, Any]:
    """The part as it is written down; where its example cannot be told, without it and as an error, so that the others are."""
    from comparisons.subjects.rows import row_of
    from comparisons.subjects.understanding import unforeseen

    try:
        return row_of(examined, reproduce=reproduce)
    except Exception as problem:  # nobody has thought of what it computes
        examined.problem, examined.counterexample, examined.specimen = unforeseen(problem), None, None
        return row_of(examined, reproduce=reproduce)


def _chosen(file: File, asked: Asked, configuration: Configuration, found: Any, worker: Any) -> Any:
    from comparisons.subjects.choosing import chosen, has

    present = [name for name in asked.only if not file.among_others or has(name, worker.inventory())]
    if asked.only and not present:
        return []
    return chosen(file.target, found, worker.inventory(), only=present, as_name=asked.as_name, configuration=configuration)


def _examined(
    file: File, asked: Asked, configuration: Configuration, session: Any, picked: Any, stopped: Callable[[], bool]
) -> Iterator[Any]:  # fmt: skip
    from comparisons.subjects.examine import examine
    from comparisons.subjects.examined import Wishes

    accepted = frozenset(asked.accept) | configuration.accept
    of_each = {name: subject.accept for name, subject in configuration.subjects.items()}
    wishes = Wishes(asked.examples or EXAMPLES, asked.seed, tuple(asked.dtype) or DTYPES, accepted, of_each, asked_dtype=bool(asked.dtype))
    return examine(file.target, session, picked, wishes, stopped)
