"""The files of `parity check TARGET ...`: one after the other, or shared out among processes, each with a Keras of its own."""

from __future__ import annotations

import contextlib
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from typing import Any

from threadpoolctl import threadpool_limits

from comparisons.cli.check_file import Asked, File, check_file, lost
from comparisons.cli.keras import keras_in_the_background
from comparisons.subjects.configuration import Configuration

GLANCE = 0.5  # seconds between two looks at whether somebody pressed Ctrl-C
_stop: Any = None  # the event that tells a process of `_shared_out` to end after its current part


def check_files(
    files: Sequence[File], asked: Asked, configuration: Configuration, *, needs_keras: bool,
    stopped: Callable[[], bool], advance: Callable[[int, str], None],
) -> bool:  # fmt: skip
    """Fill in every file; returns whether none was left out. What was done so far is in `files`, whatever happens.

    Args:
        files: with nothing but their targets.
        asked, configuration: how.
        needs_keras: it is to be started; else something stands in for it, in this process alone.
        stopped: whether Ctrl-C was pressed.
        advance: is told the number of files done, and the last one's name.
    """
    jobs = min(asked.jobs, len(files)) if needs_keras and not asked.list_only else 1
    check = _shared_out if jobs > 1 else _in_turn
    try:
        for number, file in enumerate(check(files, asked, configuration, jobs, needs_keras, stopped), start=1):
            advance(number, file.target.source.name)
    except KeyboardInterrupt:  # a second Ctrl-C ends what is being checked as well
        return False
    return not stopped()


def _in_turn(
    files: Sequence[File], asked: Asked, configuration: Configuration, jobs: int, needs_keras: bool, stopped: Callable[[], bool]
) -> Iterator[File]:  # fmt: skip
    starting = keras_in_the_background(quiet=asked.quiet) if needs_keras else contextlib.nullcontext(lambda: None)
    with starting as keras:
        for file in files:
            if stopped():
                return
            check_file(file, asked, configuration, keras=keras, stopped=stopped)
            yield file


def _shared_out(
    files: Sequence[File], asked: Asked, configuration: Configuration, jobs: int, needs_keras: bool, stopped: Callable[[], bool]
) -> Iterator[File]:  # fmt: skip
    """Each as it is done. Where a process dies in the middle, its file is tried once more, alone, so that no other pays for it."""
    waiting = deque(files)
    while waiting and not stopped():
        died = yield from _pooled(waiting, asked, configuration, jobs, stopped)
        for file in died:
            if not stopped() and (yield from _pooled(deque([file]), asked, configuration, 1, stopped)):
                lost(file, asked)
                yield file


def _pooled(
    waiting: deque[File], asked: Asked, configuration: Configuration, jobs: int, stopped: Callable[[], bool]
) -> Generator[File, None, list[File]]:  # fmt: skip
    """Takes files until there are none, or a process dies; returns those that were in work then."""
    context = get_context("spawn")
    stop = context.Event()
    running: dict[Future[File], File] = {}
    with ProcessPoolExecutor(jobs, context, _begin, (stop,)) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    future = pool.submit(_check, waiting[0], asked, configuration)
                    running[future] = waiting.popleft()
                for future in wait(running, GLANCE, FIRST_COMPLETED).done:
                    found, file = future.result(), running.pop(future)
                    file.parts, file.looked_at = found.parts, found.looked_at
                    yield file
                if stopped():
                    stop.set()
                    waiting.clear()
        except BrokenProcessPool:
            return list(running.values())
        except BaseException:  # a second Ctrl-C, or an unusable target
            for process in active_children():
                process.terminate()
            raise
    return []


def _begin(stop: Any) -> None:
    """Before the first file of a process. Ctrl-C reaches every process of a terminal; the one that hands out the work decides."""
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)


def _leave(number: int, frame: Any) -> None:
    """As an exception, so that the worker of the file in work is ended and its folder removed."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # in peace
    raise SystemExit


def _check(file: File, asked: Asked, configuration: Configuration) -> File:
    with threadpool_limits(limits=1, user_api="blas"), keras_in_the_background(quiet=True) as keras:
        check_file(file, asked, configuration, keras=keras, stopped=_stop.is_set)
    return file
