"""Stands for the checking of a file, in the processes that share out the work: quick, and without Keras."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from comparisons.cli import check_files
from comparisons.cli.check_file import Asked, File
from comparisons.interrupts import stop_on_interrupt
from comparisons.subjects.configuration import Configuration
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.worker import Call, CandidateError, Limits, Worker

ASKED = Asked((), (), "", False, (), 10.0, 1024, "process", None, 0, (), quiet=True, jobs=2)


def check(file, asked, configuration):
    """What a file's name says: `dies` ends the process, `loops` runs its own code without end, others have one part."""
    name = Path(file.target.source.name).stem
    if name.startswith("dies"):
        os._exit(1)
    if name.startswith("loops"):
        with Worker(file.target.source, limits=Limits(seconds_per_call=60.0), isolation="process") as worker:
            Path(f"{file.target.source.name}.folder").write_text(worker.inventory() and worker._process.folder, encoding="utf-8")
            try:
                worker.run([Call("loop")])
            except CandidateError as problem:
                file.parts.append({"name": str(problem)})
    time.sleep(0.05)
    file.parts.append({"name": name})
    return file


def files(folder):
    return [File(target, among_others=True) for target in load_targets(str(folder))]


def run(found, *, stopped=lambda: False):
    """Check them all; returns whether all were finished."""
    usual, check_files._check = check_files._check, check
    try:
        return check_files.check_files(found, ASKED, Configuration(), needs_keras=True, stopped=stopped, advance=lambda number, name: None)
    finally:
        check_files._check = usual


if __name__ == "__main__":
    found = files(sys.argv[1])
    with stop_on_interrupt() as stopped:
        finished = run(found, stopped=stopped)
    sys.stdout.write(" ".join([str(finished), *(part["name"] for file in found for part in file.parts)]))
