"""What `parity check TARGET` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from comparisons.cli.check_file import DTYPES, EXAMPLES, Asked, File
from comparisons.cli.check_files import check_files
from comparisons.errors import InputError, check_least
from comparisons.interrupts import EXIT_INTERRUPTED, stop_on_interrupt
from comparisons.progress import progress
from comparisons.subjects.configuration import codes, read_configuration
from comparisons.subjects.finding.load import load_targets


def run_job(asked: Asked, deliver: Callable[[dict[str, Any]], int], *, versions: Mapping[str, str] | None = None) -> int:
    """Find, understand, check and diagnose; returns the exit status.

    Args:
        asked: what was asked for.
        deliver: takes the result, returns the exit status.
        versions: of Keras and TensorFlow, for the result; None for those that are installed and are to be started.
    """
    _check_options(asked)
    configuration = read_configuration(Path())
    targets = [target for name in asked.targets or configuration.targets for target in load_targets(name)]
    files = [File(target, among_others=len(targets) > 1) for target in targets]
    with stop_on_interrupt() as stopped, progress("Checking", len(files), every=1, quiet=asked.quiet or len(files) < 2) as advance:
        finished = check_files(files, asked, configuration, needs_keras=versions is None, stopped=stopped, advance=advance)
    if asked.list_only:
        return 0 if finished else EXIT_INTERRUPTED
    from comparisons.subjects.rows import result_of

    settings = {"targets": list(asked.targets), "examples": asked.examples or EXAMPLES, "seed": asked.seed, "accept": sorted(asked.accept)}
    rows = [row for file in files for row in file.parts]
    if finished and asked.only and not rows and len(files) > 1:
        raise InputError(f"--only: expected a name that one of {len(files)} files has, got {', '.join(asked.only)}; see --list.")
    looked_at = [file.looked_at for file in files if file.looked_at is not None]
    status = deliver(result_of(rows, looked_at, settings=settings, versions=versions) | {"interrupted": not finished})
    return status if finished else EXIT_INTERRUPTED


def _check_options(asked: Asked) -> None:
    check_least(examples=(asked.examples, 1), seed=(asked.seed, 0), memory=(asked.memory, 64), jobs=(asked.jobs, 1))
    codes("--accept", asked.accept)
    if not asked.timeout > 0:
        raise InputError(f"--timeout: expected seconds above 0, got {asked.timeout:g}; give more.")
    for dtype in asked.dtype:
        if dtype not in DTYPES:
            raise InputError(f"--dtype: expected {' or '.join(DTYPES)} for other people's code, got {dtype!r}; choose one of them.")
    if asked.as_name and not asked.targets:
        raise InputError("--as: expected a TARGET beside it, got none; name the file.")
