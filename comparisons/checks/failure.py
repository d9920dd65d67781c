"""An example that fails a check, and the same failure on a richer one."""

from __future__ import annotations

from dataclasses import dataclass

from comparisons.checks.check import Check
from comparisons.checks.example import Example, SideError
from comparisons.judging import NOTHING, Compared, unlike
from comparisons.pairs.case import Case
from comparisons.pairs.pair import SIZES, Pair


@dataclass
class Counterexample:
    """An example that fails, and the comparison that failed on it."""

    case: Case
    compared: Compared


def first_failure(check: Check, example: Example, *, like: str = "") -> Counterexample | None:
    """The first failing comparison of an example, or one of the quantity `like` if any of these fails; None if none does."""
    try:
        failing = [compared for compared in check.on(example) if not compared.passed]
    except SideError as problem:
        return raised(problem)
    alike = [compared for compared in failing if like and compared.quantity == like]
    return next((at_its_example(example, compared) for compared in alike + failing), None)


def at_its_example(example: Example, compared: Compared) -> Counterexample:
    """The comparison with the example it was made on: some checks change the one they are given."""
    return Counterexample(compared.example or example.case, compared)


def raised(problem: SideError) -> Counterexample:
    """What stands for a comparison that an exception prevented."""
    return Counterexample(problem.case, unlike("call", NOTHING, NOTHING, f"raised {problem}"))


def on_specimen(pair: Pair, check: Check, smallest: Counterexample) -> Counterexample | None:
    """The same failure on a fixed example with different sizes everywhere: the smallest one hides the pattern. None if it passes."""
    case = smallest.case
    settings = dict(case.settings)
    if "weighted" in pair.varied():
        settings["weighted"] = any(name.startswith("sample_weight") for name in case.given)
    larger = {name: max(pair.settings[name]) for name in SIZES if name in pair.settings}
    specimens = (pair.specimen(case.dtype, {**settings, **sizes}, case.training) for sizes in (larger, {}))
    found = (first_failure(check, Example(pair, specimen), like=smallest.compared.quantity) for specimen in specimens)
    return next((failure for failure in found if failure is not None), None)
