"""Options that an optimizer has and leaves off: each is turned on, and compared with Keras's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from comparisons.checks.engine import CheckResult
from comparisons.pairs.case import Case
from comparisons.subjects.adapted_pair import adapted
from comparisons.subjects.causes import causes
from comparisons.subjects.checking import run_checks_on
from comparisons.subjects.conventions.optimizers.optimizer import Optimizer
from comparisons.subjects.conventions.optimizers.options import is_read
from comparisons.subjects.finding_row import Found
from comparisons.subjects.understanding import Understood
from comparisons.subjects.worker import CandidateError


@dataclass
class Options:
    """What came of them.

    Args:
        checks: of the options.
        failed: the part with the option that is wrong, as it is understood then; None if none is.
        findings: conventions that it follows with an option.
        notes: options that were not compared, and why.
    """

    checks: list[CheckResult] = field(default_factory=list)
    failed: Understood | None = None
    findings: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def look_at_options(understood: Understood, seed: int, dtype: str) -> Options:
    """Every option of a part that is right without; up to the first that is wrong."""
    looked, adapter = Options(), understood.pair.manner.adapter
    if isinstance(adapter, Optimizer):
        for argument in adapter.options:
            if looked.failed is None:
                _look_at(looked, understood, adapter, argument, seed, dtype)
    return looked


def only_without(pair: Any) -> list[str]:
    """Said of a part that follows other conventions than Keras: what it does with its options is anybody's guess."""
    adapter = pair.manner.adapter
    if not isinstance(adapter, Optimizer) or adapter.asked:
        return []
    wanted = [name for name, option in adapter.options.items() if option.setting != "epsilon"]
    return [f"not compared: {', '.join(wanted)}: options are turned on where all else is as in Keras"] if wanted else []


def _look_at(looked: Options, understood: Understood, adapter: Optimizer, argument: str, seed: int, dtype: str) -> None:
    option = adapter.options[argument]
    ways = [way for setting in (option.setting, *option.also) if (way := adapter.asking(argument, setting)) is not None]
    readings = [_with(understood, way) for way in ways]
    if not readings:
        return
    told = f"{argument}={option.value}"
    value = understood.sighting.value
    idle = value is not None and not is_read(value, argument)
    if idle and not _changes_anything(understood, readings[0], adapter, argument, seed, dtype):
        looked.notes.append(f"not compared: {told}, which changes nothing")
        return
    tried = [run_checks_on(reading.pair, 1, seed, (dtype,)) for reading in readings]
    right = next((checks for checks in tried if all(check.passed for check in checks)), None)
    error = readings[0].pair.manner.last_error
    if right is not None:
        looked.checks += right
    elif error is not None and "NotImplementedError" in str(error):
        looked.notes.append(f"not compared: {told}, which is not implemented")
    elif option.near and any(_is_near(reading.pair, option.near, seed, dtype) for reading in readings):
        looked.notes.append(f"not exactly Keras's: {told}; the same but for some {option.near:g}, as with an epsilon beside a norm")
    elif not option.is_surely_called(argument):
        looked.notes.append(f"not compared: {told}, which is nothing that Keras has")
    elif conventions := _conventions(readings[0], tried[0]):
        looked.findings += [replace(found, note=True, summary=f"with {told}: {found.summary}") for found in conventions]
    else:
        looked.checks, looked.failed = [*looked.checks, *tried[0]], readings[0]


def _is_near(pair: Any, near: float, seed: int, dtype: str) -> bool:
    try:
        made = [(pair.candidate(case), pair.reference(case)) for case in pair.usual(dtype, seed)]
    except CandidateError:
        return False
    return all(np.allclose(mine[what], theirs[what], rtol=near, atol=near) for mine, theirs in made for what in mine)


def _conventions(understood: Understood, checks: Sequence[CheckResult]) -> list[Found]:
    """Those that explain everything; none if anything is wrong."""
    why = causes(understood, [check for check in checks if not check.passed], None)
    return why.findings if not why.region and all(found.kind == "C" for found in why.findings) else []


def _with(understood: Understood, adapter: Optimizer) -> Understood:
    assert understood.reading is not None
    manner = understood.pair.manner
    pair = adapted(manner.base, adapter, manner.session, manner.offers)
    return replace(understood, reading=replace(understood.reading, pair=pair), others=())


def _changes_anything(understood: Understood, asked: Understood, adapter: Optimizer, argument: str, seed: int, dtype: str) -> bool:
    """Whether it computes anything else with the option than without, other options on which it depends left on."""
    needs = adapter.options[argument].needs
    needed = next((name for name, option in adapter.options.items() if option.setting == needs), None)
    without = understood if needed is None else _with(understood, adapter.asking(needed, needs) or adapter)
    case: Case = asked.pair.usual(dtype, seed)[0]
    try:
        off, on = without.pair.candidate(case), asked.pair.candidate(case)
    except CandidateError:
        return True
    return any(not np.array_equal(off[what], on[what], equal_nan=True) for what in off)
