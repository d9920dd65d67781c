"""What `parity report` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from comparisons.cli.output import check_writable
from comparisons.errors import InputError
from comparisons.reports import faces, github
from comparisons.reports.files import write_text
from comparisons.reports.overtime import Run
from comparisons.reports.stored import load_result


def run_job(results: Sequence[str], *, html_file: Path | None, markdown_file: Path | None, junit_file: Path | None, quiet: bool) -> int:
    """Read the results, write the files, print; returns the exit status."""
    for option, file in (("--html", html_file), ("--markdown", markdown_file), ("--junit", junit_file)):
        if file is not None:
            check_writable(file, option=option)
    runs = [Run(label, load_result(path)) for label, path in zip(_labels(results), results, strict=True)]
    commands = {run.result["command"]: run.label for run in runs}
    if len(commands) > 1:
        said = ", ".join(f"{command} ({label})" for command, label in commands.items())
        raise InputError(f"parity report: expected results of one command to compare over time, got {said}; give those of one.")
    for compose, file in ((faces.page, html_file), (faces.text, markdown_file), (faces.junit_file, junit_file)):
        if file is not None:
            write_text(file, compose(runs))
    if not quiet:
        faces.on_terminal(runs)
    for line in github.tell(runs[-1].result):
        print(line)
    return 0 if faces.is_good(runs[-1].result) else 1


def _labels(paths: Sequence[str]) -> list[str]:
    """File names without their ends; with the folder before them, or a number, where several would be one."""
    for name in (lambda path: path.stem, lambda path: path.parent.name or path.stem, lambda path: f"{path.parent.name}/{path.stem}"):
        labels = [name(Path(path)) for path in paths]
        if len(set(labels)) == len(labels):
            return labels
    return [f"{number}: {Path(path).stem}" for number, path in enumerate(paths, start=1)]
