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


@pytest.hookimpl(tryfirst=True)  # before those that are marked thorough are left out
def pytest_collection_modifyitems(items):
    """Every run shows a case under one isolation, in turn, if there are both; the thorough profile under each."""
    under_each: dict[tuple, list[pytest.Item]] = {}
    for item in items:
        if (chosen := getattr(item, "callspec", None)) is not None and "isolation" in chosen.params:
            case = chosen.id.replace(chosen.params["isolation"], "", 1)
            under_each.setdefault((item.path, item.originalname, case), []).append(item)
    for number, alike in enumerate([] if problem() else under_each.values()):
        for item in alike:
            if item is not alike[number % len(alike)]:
                item.add_marker("thorough")


@pytest.fixture(params=["process", "bubblewrap"])
def isolation(request):
    if request.param == "bubblewrap" and problem():
        pytest.skip(problem())
    return request.param


def processes_in(folder):
    """Every process whose environment names a worker's folder as its home."""
    return [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit() and f"HOME={folder}\0" in _environment(entry)]


def _environment(entry):
    try:
        return os.fsdecode((entry / "environ").read_bytes())
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


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
            next_one = _outcome(worker, (1,), "good")
            if isinstance(next_one, CandidateError):  # it cannot be executed, then and now, or has had all its time
                assert worker._members is None or "in total" in outcome.message
                assert (next_one.kind, next_one.message) == (outcome.kind, outcome.message)
            else:
                assert next_one == 2
                folders.append(worker._process.folder)
                assert processes_in(folders[-1]), "the way to find processes finds none"
        _assert_nothing_left(folders)
        return outcome

    return run


def _outcome(worker, args, name="bad"):
    try:
        return worker.run([Call(name, args)])[0]
    except CandidateError as problem:
        return problem


def _assert_nothing_left(folders):
    deadline = time.monotonic() + 5
    while any(processes_in(folder) for folder in folders):
        assert time.monotonic() < deadline, "a process is left behind"
        time.sleep(0.01)
    assert not any(Path(folder).exists() for folder in folders)
