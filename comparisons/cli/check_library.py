"""What `parity check` does without a TARGET: it checks scratch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comparisons.cli.check_outputs import Outputs
from comparisons.cli.keras import start_keras
from comparisons.cli.parts import in_dtypes, parts_named
from comparisons.errors import InputError, check_least
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress

DTYPES = ("float64", "float32", "float16")


def run_job(*, only: Sequence[str], examples: int, seed: int, dtype: Sequence[str], jobs: int, **asked: Any) -> int:
    """Check, write the result, print the table; returns the exit status."""
    outputs = Outputs.taken_from(asked)
    check_least(examples=(examples, 1), seed=(seed, 0), jobs=(jobs, 1))
    check_dtypes(dtype)
    pairs = in_dtypes(parts_named(only), dtype)
    start_keras(quiet=outputs.quiet)
    components, finished = _check(pairs, examples, seed, dtype or None, min(jobs, len(pairs)), outputs.quiet)
    from comparisons.checks.result import result_of

    status = outputs.deliver({**result_of(components, seed=seed), "interrupted": not finished})
    return status if finished else EXIT_INTERRUPTED


def check_dtypes(dtypes: Sequence[str]) -> None:
    """Refuse what is no floating type.

    Raises:
        InputError: one is none.
    """
    for dtype in dtypes:
        if dtype not in DTYPES:
            raise InputError(f"--dtype: expected one of {', '.join(DTYPES)}, got {dtype!r}; choose one of them.")


def _check(pairs: Sequence[Any], examples: int, seed: int, dtypes: Sequence[str] | None, jobs: int, quiet: bool) -> tuple[list[Any], bool]:
    from comparisons.checks.pool import Task, checked

    tasks = [Task(pair.kind, pair.name, examples, seed, None if dtypes is None else tuple(dtypes)) for pair in pairs]
    components: dict[Task, Any] = {}
    with stop_on_interrupt() as stopped, progress("Checking", len(pairs), every=10, quiet=quiet) as advance:
        for task, component in checked(tasks, jobs=jobs, stopped=stopped):
            components[task] = component
            advance(len(components), task.name)
    return [components[task] for task in tasks if task in components], len(components) == len(tasks)
