"""Runs checks on many examples of a pair, and finds the smallest example that fails one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed

from comparisons.checks.check import Check
from comparisons.checks.example import CandidateError, Example
from comparisons.judging import Compared, unlike
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair

QUIET = list(HealthCheck)  # drawing is slow while Keras builds its first layer, and a health check is no verdict on a part


@dataclass
class Counterexample:
    """The smallest example found that fails, and the comparison that failed on it."""

    case: Case
    compared: Compared


@dataclass
class CheckResult:
    """What one check made of one pair in one floating type."""

    name: str
    dtype: str
    examples: int = 0
    elements: int = 0
    headroom: float = 0.0
    telling: bool = False
    counterexample: Counterexample | None = None
    error: str = ""

    @property
    def vacuous(self) -> bool:
        """Nothing was compared, or only zeros: such a check has shown nothing."""
        return not self.telling

    @property
    def passed(self) -> bool:
        """Whether every comparison was inside its allowance, and there were any worth making."""
        return self.counterexample is None and not self.error and not self.vacuous

    def take(self, compared: Compared) -> None:
        """Count one comparison in."""
        self.elements += int(compared.apart.size)
        self.headroom = max(self.headroom, compared.headroom)
        self.telling |= compared.telling


@dataclass
class _Failure(Exception):  # noqa: N818  # a signal to Hypothesis, not an error of ours
    """Tells Hypothesis that an example fails, so that it looks for a smaller one."""

    check: Check
    compared: Compared = field(repr=False)


def run_checks(pair: Pair, checks: Sequence[Check], dtype: str, *, examples: int, seed: int) -> list[CheckResult]:
    """Every check on the same `examples`; those that fail are run again alone, down to the smallest failing example.

    Args:
        pair: what is checked.
        checks: those that apply to it in `dtype`.
        dtype: floating type of the examples.
        examples: how many.
        seed: of Hypothesis's choices; the same seed gives the same examples.
    """
    results = {check.name: CheckResult(check.name, dtype) for check in checks}
    failed: set[str] = set()

    def look(case: Case) -> None:
        example = Example(pair, case)
        for check in checks:
            enough = check.examples is not None and results[check.name].examples >= check.examples
            if check.name not in failed and not enough and not _passes(check, example, results[check.name]):
                failed.add(check.name)

    _explore(pair, dtype, look, examples, seed, shrink=False)
    for check in checks:
        if check.name in failed:
            results[check.name].counterexample = _smallest(pair, check, dtype, examples, seed)
    return list(results.values())


def _passes(check: Check, example: Example, result: CheckResult) -> bool:
    result.examples += 1
    passed = True
    try:
        for compared in check.run(example):
            result.take(compared)
            passed &= compared.passed
    except CandidateError as problem:
        result.error = result.error or str(problem)
        return False
    return passed


def _smallest(pair: Pair, check: Check, dtype: str, examples: int, seed: int) -> Counterexample | None:
    """Shrinks sizes first, then the values to round ones."""
    last: list[Counterexample] = []

    def fail(case: Case) -> None:
        try:
            failing = next((compared for compared in check.run(Example(pair, case)) if not compared.passed), None)
        except CandidateError as problem:
            failing = unlike("call", np.zeros(0), np.zeros(0), f"raised {problem}")
        if failing is not None:
            last[:] = [Counterexample(case, failing)]
            raise _Failure(check, failing)

    try:
        _explore(pair, dtype, fail, examples, seed, shrink=True)
    except _Failure:
        return last[0]
    return None


def _explore(pair: Pair, dtype: str, look: Callable[[Case], None], examples: int, seed: int, *, shrink: bool) -> None:
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])]
    run = settings(max_examples=examples, database=None, deadline=None, phases=phases, suppress_health_check=QUIET, print_blob=False)(
        given(pair.cases(dtype))(look)
    )
    with_seed(seed)(run)()
