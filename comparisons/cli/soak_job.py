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
from comparisons.errors import InputError
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt

if TYPE_CHECKING:
    from comparisons.checks.pool import Task
    from comparisons.checks.soak import Line

EVERY = 60.0  # seconds between two lines that say how far it is


def run_job(*, minutes: float, jobs: int, seed: int, examples: int, only: Sequence[str], out: Path, quiet: bool) -> int:
    """Soak, line by line into `out`; print what the file shows; returns the exit status."""
    _check_numbers({"--minutes": (minutes, 0), "--jobs": (jobs, 1), "--seed": (seed, 0), "--examples": (examples, 1)})
    check_writable(out, option="--out")
    pairs = parts_named(only)
    from comparisons.checks import soak

    lines = soak.opened(out, head=soak.header(seed=seed, examples=examples))
    tasks = soak.endless_tasks(pairs, seed=seed, examples=examples, done=soak.done_by(lines, pairs))
    with stop_on_interrupt() as pressed, out.open("a", encoding="utf-8") as file:
        for line in _soak(tasks, minutes, jobs, pressed):
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


def _soak(tasks: Iterator[Task], minutes: float, jobs: int, pressed: Callable[[], bool]) -> Iterator[Line]:
    from comparisons.checks.pool import run_tasks
    from comparisons.checks.soak import lines_of

    end = time.monotonic() + 60 * minutes
    if minutes:
        for task, component in run_tasks(tasks, jobs=jobs, stopped=lambda: pressed() or time.monotonic() > end):
            yield from lines_of(task, component)


def _tell(lines: Sequence[Line], *, last: list[float] = [0.0]) -> None:  # noqa: B006  # remembers when it last said something
    line, now = lines[-1], time.monotonic()
    for alarm in line["alarms"]:
        print(f"ALARM {line['kind']} {line['name']}, {line['dtype']}, seed {line['seed']}: {alarm}", file=sys.stderr, flush=True)
    if now - last[0] > EVERY:
        last[0] = now
        found = sum(len(each["alarms"]) for each in lines)
        print(f"Soaking: {len(lines):,} lines, {found} alarms, seed {line['seed']}, {line['name']}", file=sys.stderr, flush=True)


def _check_numbers(numbers: dict[str, tuple[float, int]]) -> None:
    for option, (number, least) in numbers.items():
        if not number >= least:
            raise InputError(f"{option}: expected a number of at least {least}, got {number}; give a larger one.")
