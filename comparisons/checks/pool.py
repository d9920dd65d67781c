"""Checks of many parts, shared out among processes: each has a Keras of its own, which takes seconds to start."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol, TypeVar

from threadpoolctl import threadpool_limits

from comparisons.checks.engine import CheckResult
from comparisons.checks.verdicts import Component, check_pair, checks_for
from comparisons.pairs import PAIRS
from comparisons.pairs.pair import Pair

GLANCE = 0.5  # seconds between two looks at whether somebody pressed Ctrl-C
AHEAD = 2  # tasks handed out for each process, so that none waits


class Shareable(Protocol):
    """What can be handed to another process, and named if that dies."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def alone(self) -> str: ...


T = TypeVar("T", bound=Shareable)
R = TypeVar("R")


class WorkerDiedError(Exception):
    """A process ended in the middle of a task, as when memory runs out."""


@dataclass(frozen=True)
class Task:
    """One part of the registry, and how it is to be checked.

    Args:
        kind, name: of the part.
        examples, seed: of every check.
        dtypes: floating types; None for all that the part is compared in.
    """

    kind: str
    name: str
    examples: int
    seed: int
    dtypes: tuple[str, ...] | None = None

    @property
    def alone(self) -> str:
        """The command that checks it in one process."""
        return f"parity check --only {self.name} --seed {self.seed} --jobs 1"

    @property
    def pair(self) -> Pair:
        """The registry's line."""
        return next(pair for pair in PAIRS if (pair.kind, pair.name) == (self.kind, self.name))

    def run(self) -> Component:
        """Check the part, in this process."""
        with threadpool_limits(limits=1, user_api="blas"):  # for matrix products that are too small to be shared out
            return check_pair(self.pair, examples=self.examples, seed=self.seed, dtypes=self.dtypes)


Found = tuple[list[CheckResult], str]
"""What travels back, (results, missing): pairs hold functions, which do not travel."""


def checked(tasks: Sequence[Task], *, jobs: int, stopped: Callable[[], bool]) -> Iterator[tuple[Task, Component]]:
    """Every task with what came of it, until `stopped`; in this process if one is enough."""
    if jobs > 1:
        yield from run_tasks(tasks, jobs=jobs, stopped=stopped)
        return
    for task in tasks:
        if stopped():
            return
        yield task, task.run()


def run_tasks(tasks: Iterable[Task], *, jobs: int, stopped: Callable[[], bool]) -> Iterator[tuple[Task, Component]]:
    """Every task with what came of it, as `shared_out` says."""
    for task, (results, missing) in shared_out(tasks, _run, jobs=jobs, stopped=stopped):
        pair = task.pair
        yield task, Component(pair, results, checks_for(pair)[1], task.seed, task.examples, pair.fails, missing)


def shared_out(tasks: Iterable[T], work: Callable[[T], R], *, jobs: int, stopped: Callable[[], bool]) -> Iterator[tuple[T, R]]:
    """Every task with what `work` makes of it, in the order in which they end. Once `stopped`, those in work are still finished.

    Raises:
        WorkerDiedError: a process died.
    """
    waiting, running = iter(tasks), dict[Future[R], T]()
    with ProcessPoolExecutor(jobs, get_context("spawn"), ignore_interrupts) as pool:
        try:
            while True:
                while len(running) < AHEAD * jobs and not stopped() and (task := next(waiting, None)) is not None:
                    running[pool.submit(work, task)] = task
                if not running:
                    return
                for future in wait(running, GLANCE, FIRST_COMPLETED).done:
                    found = future.result()
                    yield running.pop(future), found
                if stopped():
                    running = {future: task for future, task in running.items() if not future.cancel()}
        except BrokenProcessPool as problem:
            raise _died(list(running.values())) from problem


def _died(running: Sequence[Shareable]) -> WorkerDiedError:
    """Which task a process died of nobody can tell: all that were in work are named."""
    names = ", ".join(f"{task.kind} {task.name} (seed {task.seed})" for task in running)
    return WorkerDiedError(f"check: expected results for {names}, got a process that died; {running[0].alone} shows more of the first.")


def ignore_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that hands out the work decides what it means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(task: Task) -> Found:
    component = task.run()
    return component.checks, component.missing
