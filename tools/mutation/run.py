"""Hands mutants to warm processes, and starts another one where a mutant took one down."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

from tools.mutation.mutants import Mutant
from tools.mutation.rooms import Room
from tools.mutation.worker import serve

SILENCE = 600  # seconds without an answer, after which a process hangs outside of Python

Done = Callable[[Mutant, dict[str, Any]], None]
Say = Callable[[Room, str], None]
Tried = tuple[Mutant, float]
"""A mutant, and the seconds it has cost so far."""
Stage = tuple[bool, bool]
"""Whether tests are asked or checks, and whether these look at all of their examples."""


@dataclass
class Work:
    """Mutants of one room that are to be tried."""

    room: Room
    mutants: Sequence[Mutant]


class Process:
    """A warm process of its own for one room, started when it is first asked.

    Args:
        root: of the project.
        folder: where results are kept.
        room: whose mutants these are.
        by_tests: whether the room's tests are asked, and not the checks.
    """

    def __init__(self, root: Path, folder: Path, room: Room, *, by_tests: bool) -> None:
        self.root, self.folder, self.room, self.by_tests = root, folder, room, by_tests
        self._process: Any = None

    def outcome(self, mutant: Mutant, deep: bool, say: Say) -> dict[str, Any]:
        """What becomes of a mutant; `deep` is what the jury is told."""
        if self._process is None:
            context = get_context("spawn")
            self._end, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs, self.root, self.folder, self.room, self.by_tests), daemon=True)
            self._process.start()
            theirs.close()
        try:
            self._end.send((mutant, deep))
            while self._end.poll(SILENCE):
                answer = self._end.recv()
                if isinstance(answer, dict):
                    return answer
                say(self.room, answer)
        except (EOFError, ConnectionError):
            self.stop()
            return {"status": "killed", "by": "the process died", "seconds": 0.0}
        self.stop()
        return {"status": "timeout", "by": f"no answer in {SILENCE} s", "seconds": float(SILENCE)}

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def run(work: Sequence[Work], *, jobs: int, root: Path, folder: Path, done: Done, say: Say, tests_first: bool = False) -> None:
    """Everything, room by room; each of `jobs` processes takes the next room that is left.

    Args:
        work: what is to be done.
        jobs: processes.
        root: of the project.
        folder: where results are kept.
        done: is told what became of each mutant.
        say: is told what is being prepared.
        tests_first: the room's tests are asked before its checks: they cost less.
    """
    left: queue.SimpleQueue[Work] = queue.SimpleQueue()
    for each in work:
        left.put(each)
    threads = [Thread(target=_take, args=(left, root, folder, done, say, tests_first), daemon=True) for _ in range(min(jobs, len(work)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.5)


def _take(left: queue.SimpleQueue[Work], root: Path, folder: Path, done: Done, say: Say, tests_first: bool) -> None:
    while (work := _next(left)) is not None:
        processes = {by_tests: Process(root, folder, work.room, by_tests=by_tests) for by_tests in (False, True)}
        tried, stages = [(mutant, 0.0) for mutant in work.mutants], stages_of(work.room, tests_first)
        try:
            for by_tests, deep in stages:
                tried = list(_tried(tried, processes[by_tests], deep, done, say, last=(by_tests, deep) == stages[-1]))
        finally:
            for process in processes.values():
                process.stop()


def stages_of(room: Room, tests_first: bool) -> list[Stage]:
    """Who is asked one after the other: a few examples, then tests, and all examples about what is left, which cost most."""
    tests: list[Stage] = [(True, False)] if room.tests else []
    few, all_of_them = ([(False, False)], [(False, True)]) if room.kinds else ([], [])
    return [*tests, *few, *all_of_them] if tests_first else [*few, *tests, *all_of_them]


def _next(left: queue.SimpleQueue[Work]) -> Work | None:
    try:
        return left.get_nowait()
    except queue.Empty:
        return None


def _tried(tried: Sequence[Tried], process: Process, deep: bool, done: Done, say: Say, *, last: bool) -> Iterator[Tried]:
    """Those that live on, if somebody else is asked about them."""
    for mutant, seconds in tried:
        outcome = process.outcome(mutant, deep, say)
        alive = outcome["status"] == "survived"
        by_tests = bool(process.room.tests) if alive else process.by_tests
        outcome |= {"seconds": round(outcome["seconds"] + seconds, 3), "by_tests": by_tests}
        if alive and not last:
            yield mutant, outcome["seconds"]
        else:
            done(mutant, outcome)
