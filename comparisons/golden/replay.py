"""Replaying: the checks on scratch, by a book in Keras's place."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from comparisons.checks.engine import CheckResult, check_cases
from comparisons.checks.result import component_of
from comparisons.checks.verdicts import Component, checks_for
from comparisons.golden.book import Book
from comparisons.golden.bundle import Bundle
from comparisons.golden.pairs import Recorded, with_book
from comparisons.golden.plan import EXAMPLES, planned
from comparisons.golden.replay_training import UnfitError, replayed_training
from comparisons.golden.training import Trained
from comparisons.pairs import with_keras_of
from comparisons.pairs.pair import Pair

Row = dict[str, Any]
"""A part as `result.json` has it."""
Job = Callable[[], Row]

MANY = 20  # jobs from which on a second process is worth its start


def replayed(pair: Pair, book: Book, *, dtypes: Sequence[str] | None = None) -> Component:
    """What the checks find on the examples of a book."""
    told = with_book(pair, book, Recorded)
    results: list[CheckResult] = []
    for dtype, keys in book.drawn.items():
        if dtypes is None or dtype in dtypes:
            results += check_cases(told, planned(told, dtype), dtype, [book.made[key] for key in keys])
    return Component(told, results, checks_for(told)[1], 0, max(EXAMPLES.values()), told.fails)


def jobs(bundle: Bundle, pairs: Sequence[Pair], trainings: Sequence[str], *, dtypes: Sequence[str] | None) -> list[Job]:
    """What there is to do: each makes a row of the result.

    Args:
        bundle: what Keras said.
        pairs, trainings: of it; trainings by name.
        dtypes: floating types; None for all.

    Raises:
        InputError: a training cannot be understood.
    """
    known = [trained for trained in bundle.trainings() if dtypes is None or trained.training.dtype in dtypes]
    by_name = {name: [trained for trained in known if trained.training.name == name] for name in trainings}
    return [
        *(partial(_row, bundle, pair, dtypes) for pair in pairs),
        *(partial(_training_row, bundle, each) for each in by_name.values() if each),
    ]


def _row(bundle: Bundle, pair: Pair, dtypes: Sequence[str] | None) -> Row:
    asked = with_keras_of(str(bundle.environment["keras"]), pair)
    return component_of(replayed(asked, bundle.book(pair.kind, pair.name), dtypes=dtypes))


def _training_row(bundle: Bundle, trainings: Sequence[Trained]) -> Row:
    try:
        return replayed_training(trainings)
    except UnfitError as problem:
        raise bundle.damaged(problem) from problem


def done(jobs: Sequence[Job], stopped: Callable[[], bool]) -> list[Row]:
    """The rows in their order, or of those jobs that were done when it was `stopped`."""
    rows = _in_two(jobs, stopped) if can_be_shared(len(jobs)) else {}
    rows |= _in_turn(jobs, (number for number in range(len(jobs)) if number not in rows), stopped)
    return [rows[number] for number in sorted(rows)]


def can_be_shared(count: int) -> bool:
    """Whether a second process pays, and forking is safe: on Linux, as long as there is one thread and no TensorFlow."""
    alone = threading.active_count() == 1 and "tensorflow" not in sys.modules
    return count > MANY and alone and sys.platform == "linux" and (os.cpu_count() or 1) > 1


def _in_turn(jobs: Sequence[Job], turns: Iterator[int], stopped: Callable[[], bool]) -> dict[int, Row]:
    """What the jobs come to whose numbers `turns` gives, by number."""
    rows: dict[int, Row] = {}
    for number in turns:
        if number >= len(jobs) or stopped():
            break
        rows[number] = jobs[number]()
    return rows


def _in_two(jobs: Sequence[Job], stopped: Callable[[], bool]) -> dict[int, Row]:
    """The same by two processes; whichever is done with a job takes the next. The second is forked, so that nothing is imported twice."""
    context = get_context("fork")
    taken, (receiver, sender) = context.Value("i", 0), context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, jobs, _shared(taken)), daemon=True)
    process.start()
    sender.close()
    import comparisons.reports.check_terminal  # noqa: F401  # is needed in the end; the other process is at work meanwhile

    rows = _in_turn(jobs, _shared(taken), stopped)
    if not stopped():
        with contextlib.suppress(EOFError):  # it died, and what it had taken is not done
            rows |= receiver.recv()
    process.terminate()
    process.join()
    return rows


def _shared(taken: Any) -> Iterator[int]:
    """0, 1, 2, ..., each number for one of the processes alone."""
    while True:
        with taken.get_lock():
            number: int = taken.value
            taken.value += 1
        yield number


def _send(sender: Connection, jobs: Sequence[Job], turns: Iterator[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was called
    with contextlib.suppress(Exception):  # where nothing arrives the other process does these jobs too, and says what is wrong
        sender.send(_in_turn(jobs, turns, lambda: False))


def versions(bundle: Bundle) -> Mapping[str, Any]:
    """The reference's versions, as they were when it was recorded."""
    return {name: bundle.environment[name] for name in ("keras", "tensorflow")} | {"bundle": bundle.sha256}
