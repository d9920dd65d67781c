"""What `parity soak` does."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comparisons.cli.output import check_writable
from comparisons.cli.parts import parts_named
from comparisons.errors import InputError, check_least
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt

if TYPE_CHECKING:
    from comparisons.checks.pool import Task
    from comparisons.checks.soak import Line
    from comparisons.cli.soak_files import FileTask

    Soaked = Callable[[int, Callable[[], bool]], Iterator[Line]]
    """(processes, whether to stop) -> lines."""

EVERY = 60.0  # seconds between two lines that say how far it is


def run_job(
    *, targets: Sequence[str], minutes: float, jobs: int, seed: int, examples: int, only: Sequence[str], out: Path, quiet: bool
) -> int:
    """Soak, line by line into `out`; print what the file shows; returns the exit status."""
    check_least(minutes=(minutes, 0), jobs=(jobs, 1), seed=(seed, 0), examples=(examples, 1))
    check_writable(out, option="--out")
    if targets and only:
        raise InputError(f"--only: expected it without a TARGET, got both; name the part in the TARGET, as in {targets[0]}:{only[0]}.")
    from comparisons.checks import soak

    if targets:
        from comparisons.cli import soak_files

        files = soak_files.files_of(targets)
        lines = soak.opened(out, head=soak.header(seed=seed, examples=examples))
        done = soak_files.done_by(lines)
        found = _soaked_files(soak_files.endless_tasks(files, seed=seed, examples=examples, done=done))
    else:
        pairs = parts_named(only)
        lines = soak.opened(out, head=soak.header(seed=seed, examples=examples))
        found = _soaked_parts(soak.endless_tasks(pairs, seed=seed, examples=examples, done=soak.done_by(lines, pairs)))
    end = time.monotonic() + 60 * minutes
    with stop_on_interrupt() as pressed, out.open("a", encoding="utf-8") as file:
        for line in found(jobs, lambda: pressed() or time.monotonic() > end) if minutes else ():
            print(json.dumps(line), file=file, flush=True)
            lines.append(line)
            if not quiet:
                _tell(lines)
    if not quiet:
        from comparisons.reports.soak_terminal import print_soak

        print_soak(lines)
    if pressed():
        return EXIT_INTERRUPTED
    return 1 if any(line["alarms"] for line in lines) else 0


def _soaked_parts(tasks: Iterator[Task]) -> Soaked:
    def found(jobs: int, stopped: Callable[[], bool]) -> Iterator[Line]:
        from comparisons.checks.pool import run_tasks
        from comparisons.checks.soak import lines_of

        for task, component in run_tasks(tasks, jobs=jobs, stopped=stopped):
            yield from lines_of(task, component)

    return found


def _soaked_files(tasks: Iterator[FileTask]) -> Soaked:
    def found(jobs: int, stopped: Callable[[], bool]) -> Iterator[Line]:
        from comparisons.checks.pool import shared_out
        from comparisons.cli.soak_files import lines_of

        for _, lines in shared_out(tasks, lines_of, jobs=jobs, stopped=stopped):
            yield from lines

    return found


def _tell(lines: Sequence[Line], *, last: list[float] = [0.0]) -> None:  # noqa: B006  # remembers when it last said something
    line, now = lines[-1], time.monotonic()
    for alarm in line["alarms"]:
        print(f"ALARM {line['kind']} {line['name']}, {line['dtype']}, seed {line['seed']}: {alarm}", file=sys.stderr, flush=True)
    if now - last[0] > EVERY:
        last[0] = now
        found = sum(len(each["alarms"]) for each in lines)
        print(f"Soaking: {len(lines):,} lines, {found} alarms, seed {line['seed']}, {line['name']}", file=sys.stderr, flush=True)
