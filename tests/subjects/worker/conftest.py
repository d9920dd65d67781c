"""Workers under each isolation, and proof that nothing is left of them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from comparisons.subjects.source import Source
from comparisons.subjects.worker import Call, CandidateError, Limits, Worker
from comparisons.subjects.worker.bubblewrap import problem

GOOD = "\n\ndef good(x):\n    return x + 1\n"


@pytest.fixture(params=["process", "bubblewrap"])
def isolation(request):
    if request.param == "bubblewrap" and problem():
        pytest.skip(problem())
    return request.param


def processes_in(folder):
    """Every process whose environment names a worker's folder as its home."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.fsencode(f"HOME={folder}\0") in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


@pytest.fixture
def examine(isolation):
    """Runs `bad(*args)` of a source; returns the result or the error. Then the good function must work, and nothing may be left."""

    def run(text, *args, limits=None, **keywords):
        limits = limits or Limits(seconds_per_call=2.0, memory_mib=1024)
        folders = []
        with Worker(Source(text + GOOD, "bad.py", **keywords), limits=limits, isolation=isolation) as worker:
            outcome = _outcome(worker, args)
            if worker._process is not None:
                folders.append(worker._process.folder)
            try:
                assert worker.run([Call("good", (1,))]) == [2]
                folders.append(worker._process.folder)
                assert processes_in(folders[-1]), "the way to find processes finds none"
            except CandidateError as problem:
                assert isinstance(outcome, CandidateError), problem
                assert (problem.kind, problem.message) == (outcome.kind, outcome.message), "cannot be executed, then and now"
        _assert_nothing_left(folders)
        return outcome

    return run


def _outcome(worker, args):
    try:
        return worker.run([Call("bad", args)])[0]
    except CandidateError as problem:
        return problem


def _assert_nothing_left(folders):
    deadline = time.monotonic() + 5
    while any(processes_in(folder) for folder in folders):
        assert time.monotonic() < deadline, "a process is left behind"
        time.sleep(0.01)
    assert not any(Path(folder).exists() for folder in folders)
