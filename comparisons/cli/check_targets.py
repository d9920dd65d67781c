"""What `parity check TARGET` does."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparisons.cli.keras import start_keras
from comparisons.errors import InputError
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress
from comparisons.subjects.configuration import Configuration, read_configuration
from comparisons.subjects.finding.load import Target, load_targets

EXAMPLES = 40
DTYPES = ("float64", "float32")


@dataclass(frozen=True)
class Asked:
    """What was asked for.

    Args:
        targets: as they were given.
        only, as_name, list_only, accept, timeout, memory, isolation, examples, seed, dtype: options of their names.
        deliver: takes the result, returns the exit status.
        quiet: print nothing.
        command: what it is called by: `check`, or `replay`, which needs no Keras.
        versions: of Keras and TensorFlow, for the result; None for those that are installed.
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
    deliver: Callable[[dict[str, Any]], int]
    quiet: bool
    command: str = "check"
    versions: Mapping[str, str] | None = None


def run_job(asked: Asked) -> int:
    """Find, understand, check and diagnose; returns the exit status."""
    _check_numbers(asked)
    configuration = read_configuration(Path())
    targets = [target for name in asked.targets or configuration.targets for target in load_targets(name)]
    rows: list[dict[str, Any]] = []
    looked_at: list[dict[str, Any]] = []
    starting = keras_in_the_background(quiet=asked.quiet) if asked.versions is None else contextlib.nullcontext(lambda: None)
    with starting as keras, stop_on_interrupt() as stopped:
        finished = _all(asked, configuration, targets, rows, looked_at, keras, stopped)
    if asked.list_only:
        return 0 if finished else EXIT_INTERRUPTED
    from comparisons.subjects.rows import result_of

    settings = {"targets": list(asked.targets), "examples": asked.examples or EXAMPLES, "seed": asked.seed, "accept": sorted(asked.accept)}
    result = result_of(rows, looked_at, settings=settings, versions=asked.versions)
    status = asked.deliver(result | {"interrupted": not finished})
    return status if finished else EXIT_INTERRUPTED


def _all(
    asked: Asked, configuration: Configuration, targets: Sequence[Target], rows: list[dict[str, Any]], looked_at: list[dict[str, Any]],
    keras: Callable[[], None], stopped: Callable[[], bool],
) -> bool:  # fmt: skip
    """Every target; what was done so far is in `rows`, whatever happens."""
    try:
        with progress("Checking", len(targets), every=1, quiet=asked.quiet or len(targets) < 2) as advance:
            for number, target in enumerate(targets, start=1):
                if stopped():
                    return False
                rows.extend(_one(asked, configuration, target, looked_at, keras, stopped))  # each as it comes: Ctrl-C keeps those before it
                advance(number, target.source.name)
    except KeyboardInterrupt:  # a second Ctrl-C ends the part that is being checked as well
        return False
    return not stopped()


def _one(
    asked: Asked, configuration: Configuration, target: Target, looked_at: list[dict[str, Any]], keras: Callable[[], None],
    stopped: Callable[[], bool],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The rows of one target. The code is executed while Keras is still being imported."""
    from comparisons.subjects.worker import CandidateError, Limits, Worker

    limits = Limits(seconds_per_call=asked.timeout, memory_mib=asked.memory)
    with Worker(target.source, limits=limits, isolation=asked.isolation) as worker:
        try:
            members = worker.inventory()
        except CandidateError as problem:
            keras()
            from comparisons.subjects.rows import broken_row, target_row

            if asked.list_only:
                print(f"{target.source.name}: cannot be executed: {problem}")
            else:
                looked_at.append(target_row(target, [], worker.isolation, worker.shims))
                yield broken_row(target, problem, reproduce=_command(asked, target.source.name))
            return
        keras()
        yield from _parts(asked, configuration, target, worker, members, looked_at, stopped)


def _parts(
    asked: Asked, configuration: Configuration, target: Target, worker: Any, members: Any, looked_at: list[dict[str, Any]],
    stopped: Callable[[], bool],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    from comparisons.subjects.choosing import chosen
    from comparisons.subjects.conventions.session import Session
    from comparisons.subjects.examine import Wishes, examine, find
    from comparisons.subjects.rows import row_of, target_row

    session = Session(worker)
    found, alone = find(target, session)
    picked = chosen(target, found, alone, members, only=asked.only, as_name=asked.as_name, configuration=configuration)
    if asked.list_only:
        from comparisons.reports.check_listing import print_listing

        print_listing(target, picked, alone, session)
        return
    accepted = frozenset(asked.accept) | configuration.accept
    of_each = {name: subject.accept for name, subject in configuration.subjects.items()}
    wishes = Wishes(asked.examples or EXAMPLES, asked.seed, tuple(asked.dtype) or DTYPES, accepted, of_each, asked_dtype=bool(asked.dtype))
    unknown = list(alone)
    for examined in examine(target, session, picked, wishes, stopped):
        if examined.is_nothing:
            unknown.append(examined.left_alone)
            continue
        yield row_of(examined, reproduce=_command(asked, examined.subject))
    looked_at.append(target_row(target, unknown, worker.isolation, worker.shims))


def _command(asked: Asked, subject: str) -> str:
    examples = "" if asked.examples is None else f" --examples {asked.examples}"
    forced = f" --as {asked.as_name}" if asked.as_name else ""
    return f"parity {asked.command} {subject}{forced}{examples} --seed {asked.seed}"


@contextlib.contextmanager
def keras_in_the_background(*, quiet: bool) -> Iterator[Callable[[], None]]:
    """Yields a function that waits until Keras is there; its import goes on meanwhile."""
    problems: list[InputError] = []

    def start() -> None:
        try:
            start_keras(quiet=quiet)
        except InputError as problem:
            problems.append(problem)

    thread = threading.Thread(target=start, daemon=True)
    thread.start()

    def wait() -> None:
        thread.join()
        if problems:
            raise problems[0]

    yield wait
    thread.join()


def _check_numbers(asked: Asked) -> None:
    for option, value, least in (("--examples", asked.examples, 1), ("--seed", asked.seed, 0), ("--memory", asked.memory, 64)):
        if value is not None and value < least:
            raise InputError(f"{option}: expected a whole number of at least {least}, got {value}; give a larger one.")
    if not asked.timeout > 0:
        raise InputError(f"--timeout: expected seconds above 0, got {asked.timeout:g}; give more.")
    for dtype in asked.dtype:
        if dtype not in DTYPES:
            raise InputError(f"--dtype: expected {' or '.join(DTYPES)} for other people's code, got {dtype!r}; choose one of them.")
    if asked.as_name and not asked.targets:
        raise InputError("--as: expected a TARGET beside it, got none; name the file.")
