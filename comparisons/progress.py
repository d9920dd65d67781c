"""How far a long job is: a bar for a person at a terminal, plain lines elsewhere, nothing if asked for quiet."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def progress(title: str, total: int, *, every: int, quiet: bool) -> Iterator[Callable[[int, str], None]]:
    """Yields a function to call with (number done, a few words).

    Args:
        title: what is going on.
        total: number of steps in all.
        every: plain lines come after this many steps.
        quiet: show nothing.
    """
    if quiet:
        yield lambda done, words: None
    elif sys.stderr.isatty():
        with _bar(title, total) as advance:
            yield advance
    else:
        yield _plain_lines(title, total, every)


@contextlib.contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = [
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(), TextColumn("{task.fields[words]}"),
    ]  # fmt: skip  # in the order they are shown
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=5) as bar:
        task = bar.add_task(title, total=total, words="", rate="")

        def advance(done: int, words: str) -> None:
            speed = bar.tasks[task].finished_speed or bar.tasks[task].speed
            bar.update(task, completed=done, words=words, rate=f"{speed:,.0f} steps/s" if speed else "")

        yield advance


def _plain_lines(title: str, total: int, every: int) -> Callable[[int, str], None]:
    began = time.perf_counter()

    def line(done: int, words: str) -> None:
        if done % every == 0 or done == total:
            rate = done / max(time.perf_counter() - began, 1e-9)
            left = (total - done) / rate
            print(f"{title}: {done:,} of {total:,} steps, {rate:,.0f} steps/s, {left:.0f} s left, {words}", file=sys.stderr, flush=True)

    return line
