"""A process that dies in the middle of the catalogue is said in one line, with the parts that were in work."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from comparisons.checks.pool import WorkerDiedError, shared_out


@dataclass(frozen=True)
class Deadly:
    """A task that ends its process, if it is the fatal one."""

    name: str
    kind: str = "part"
    seed: int = 3
    alone: str = "parity check --only this"


def dies_of_the_third(task: Deadly) -> str:
    if task.name == "3":
        os._exit(1)
    return task.name


def test_the_tasks_in_work_are_named():
    with pytest.raises(WorkerDiedError, match=r"^check: expected results for .*part 3 \(seed 3\).*, got a process that died; parity check"):
        list(shared_out([Deadly(str(n)) for n in range(40)], dies_of_the_third, jobs=2, stopped=lambda: False))
