"""A soak: right code checked again and again by other seeds. Whatever it complains about is a false alarm."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from comparisons.checks.engine import CheckResult
from comparisons.checks.pool import Task
from comparisons.checks.verdicts import Component
from comparisons.errors import InputError
from comparisons.pairs.pair import Pair

Line = dict[str, Any]
VERSION = 1
BEYOND = 1e300


def header(*, seed: int, examples: int) -> Line:
    """The first line of a soak's file: what every line after it has in common."""
    versions = {name: importlib.metadata.version(name) for name in ("numpy", "keras", "tensorflow")}
    return {"soak": VERSION, "python": platform.python_version(), **versions, "seed": seed, "examples": examples}


def endless_tasks(pairs: Sequence[Pair], *, seed: int, examples: int, done: frozenset[tuple[str, str, int]]) -> Iterator[Task]:
    """Every part by seed after seed, but for what is `done`."""
    for number in count(seed):
        for pair in pairs:
            if (pair.kind, pair.name, number) not in done:
                yield Task(pair.kind, pair.name, examples, number)


def lines_of(task: Task, component: Component) -> list[Line]:
    """A line for every floating type."""
    lines = [_line(task, component, dtype) for dtype in dict.fromkeys(check.dtype for check in component.checks)]
    lines[-1]["alarms"] += component.stale
    return lines


def _line(task: Task, component: Component, dtype: str) -> Line:
    checks = [check for check in component.checks if check.dtype == dtype]
    named = {"kind": task.kind, "name": task.name, "dtype": dtype, "seed": task.seed}
    alarms = [_alarm(check) for check in checks if not check.passed and check.name not in component.expected_failures]
    return {**named, **figures(checks), "alarms": alarms}


def figures(checks: Sequence[CheckResult]) -> Line:
    """What the line of these checks says about numbers."""
    used = [check.headroom for check in checks if check.headroom > 0]
    return {
        "examples": sum(check.examples for check in checks), "elements": sum(check.elements for check in checks),
        "headroom_min": _number(min(used, default=0.0)), "headroom_max": _number(max(used, default=0.0)),
        "headroom": {check.name: _number(check.headroom) for check in checks},
    }  # fmt: skip


def _number(headroom: float) -> float:
    """JSON knows no infinity."""
    return min(headroom, BEYOND)


def _alarm(check: CheckResult) -> str:
    found = check.counterexample
    where = f"{found.compared.what}: {found.case.settings}; {found.compared.problem or found.compared.headroom}" if found else ""
    return f"{check.name}: {check.error or check.vacuous or where}"


def opened(file: Path, *, head: Line) -> list[Line]:
    """The lines of a file that a soak is to go on with, or a new file; a line that was cut short is cut off.

    Raises:
        InputError: it is no soak's file, or one with another seed, number of examples, or versions.
    """
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    try:
        found = [json.loads(line) for line in whole.splitlines()]
    except ValueError as problem:
        raise InputError(f"--out: expected the file of a soak, got {str(file)!r} ({problem}); name another.") from problem
    if text and found[:1] != [head]:
        raise InputError(
            f"--out: expected a soak with {head} to go on with, got {(found or [text])[0]} in {str(file)!r}; name another file."
        )
    file.write_text(whole or json.dumps(head) + "\n", encoding="utf-8")
    return found[1:]


def done_by(lines: Sequence[Line], pairs: Sequence[Pair]) -> frozenset[tuple[str, str, int]]:
    """(kind, name, seed) of every part that all floating types are there of."""
    dtypes: dict[tuple[str, str, int], set[str]] = {}
    for line in lines:
        dtypes.setdefault((line["kind"], line["name"], line["seed"]), set()).add(line["dtype"])
    wanted = {(pair.kind, pair.name): set(pair.dtypes) for pair in pairs}
    return frozenset(key for key, found in dtypes.items() if found >= wanted.get(key[:2], set()))


def by_kind(lines: Sequence[Line]) -> Iterator[Mapping[str, Any]]:
    """What a soak has shown, a row a kind and floating type."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line["kind"], line["dtype"]), []).append(line)
    for (kind, dtype), group in groups.items():
        largest = max(group, key=lambda line: float(line["headroom_max"]))
        yield {
            "kind": kind, "dtype": dtype, "parts": len({line["name"] for line in group}), "seeds": len({line["seed"] for line in group}),
            "examples": sum(line["examples"] for line in group), "elements": sum(line["elements"] for line in group),
            "headroom_min": min(line["headroom_max"] for line in group), "headroom_max": largest["headroom_max"],
            "largest": largest["name"], "alarms": sum(len(line["alarms"]) for line in group),
        }  # fmt: skip
