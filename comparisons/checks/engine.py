"""Runs checks on many examples of a pair, and finds the smallest example that fails one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comparisons.checks.check import Check
from comparisons.checks.example import Example, SideError
from comparisons.checks.failure import Counterexample, at_its_example, first_failure, on_specimen, raised
from comparisons.judging import NOTHING, Compared, unlike
from comparisons.pairs.case import Case
from comparisons.pairs.pair import NotRecordedError, Pair

__all__ = ["CheckResult", "Counterexample", "check_cases", "run_checks"]

MOSTLY = 0.9  # of all comparisons: skipped more often, a check has seen too little
ROUND = 500  # examples
MORE = 4  # times as many examples again, at most, for a check that has seen too little to tell right from wrong


@dataclass
class CheckResult:
    """What one check made of one pair in one floating type: counts, the smallest example that fails, and a richer one."""

    name: str
    dtype: str
    examples: int = 0
    elements: int = 0
    headroom: float = 0.0
    settled: bool = False
    low: float = float("inf")
    high: float = float("-inf")
    compared: int = 0
    skipped: int = 0
    overruled: int = 0
    counterexample: Counterexample | None = None
    specimen: Counterexample | None = None
    error: str = ""

    @property
    def vacuous(self) -> str:
        """Why such a check has shown nothing: it compared nothing, or what any constant would equal; else empty."""
        if self.skipped > MOSTLY * (self.skipped + self.compared):
            return f"{self.skipped} of {self.skipped + self.compared} comparisons could not tell right from wrong"
        if not self.compared:
            return "nothing was compared"
        if self.settled or self.low < self.high:
            return ""
        return "nothing finite was compared" if self.low > self.high else f"everything that was compared with is {self.low:.6g}"

    @property
    def passed(self) -> bool:
        """Whether every comparison was inside its allowance, and there were any worth making."""
        return self.counterexample is None and not self.error and not self.vacuous

    def take(self, compared: Compared) -> None:
        """Count one comparison in."""
        self.compared += not compared.skipped
        self.skipped += bool(compared.skipped)
        self.elements += int(compared.apart.size)
        self.overruled += compared.overruled
        self.headroom = max(self.headroom, compared.headroom)
        self.settled |= compared.settled
        if not self.settled:  # else nobody asks any more
            low, high = compared.span
            self.low, self.high = min(self.low, low), max(self.high, high)


class _Failure(Exception):  # noqa: N818  # a signal to Hypothesis, not an error of ours
    """Tells Hypothesis that an example fails, so that it looks for a smaller one."""


def run_checks(pair: Pair, checks: Sequence[Check], dtype: str, *, examples: int, seed: int, shrink: bool = True) -> list[CheckResult]:
    """Every check on the same `examples`; those that fail are run again alone, down to the smallest failing example.

    The usual settings come first, whatever is drawn after them. A check that happened to see nothing worth comparing gets others; one
    that never does is vacuous.

    Args:
        pair: what is checked.
        checks: those that apply to it in `dtype`.
        dtype: floating type of the examples.
        examples: how many.
        seed: of Hypothesis's choices; the same seed gives the same examples.
        shrink: False stops at the first failure of each check, which is then left as it was found.
    """
    looked = _Looking(pair, checks, dtype)
    usual = pair.usual(dtype, seed)[:examples]
    for case in usual:
        looked.at(case)
    explore(pair, dtype, looked.at, examples - len(usual), seed, shrink=False)
    for more in range(1, MORE + 1):
        if looked.only_vacuous():
            explore(pair, dtype, looked.at, examples, f"{seed}, more {more}", shrink=False)
    for check in checks:
        if check.name in looked.failed and shrink:
            _shrink(pair, check, looked.results[check.name], examples, seed)
    return list(looked.results.values())


def check_cases(pair: Pair, checks: Sequence[Check], dtype: str, cases: Iterable[Case]) -> list[CheckResult]:
    """Every check on these examples; one that fails is shown on the first of them that it fails on."""
    looked = _Looking(pair, checks, dtype)
    for case in cases:
        looked.at(case)
    return list(looked.results.values())


class _Looking:
    """All checks on one example after the other; those that failed once, or have seen enough, are left out."""

    def __init__(self, pair: Pair, checks: Sequence[Check], dtype: str) -> None:
        self.pair, self.checks = pair, checks
        self.results = {check.name: CheckResult(check.name, dtype) for check in checks}
        self.failed: set[str] = set()

    def only_vacuous(self) -> bool:
        """Go on with those checks alone that did not fail and have not shown anything; whether there are any."""
        self.checks = [check for check in self.checks if check.name not in self.failed and self.results[check.name].vacuous]
        return bool(self.checks)

    def at(self, case: Case) -> None:
        example = Example(self.pair, case)
        for check in self.checks:
            result = self.results[check.name]
            enough = check.examples is not None and result.examples >= check.examples and not result.vacuous
            if check.name not in self.failed and not enough and not passes(check, example, result):
                self.failed.add(check.name)


def passes(check: Check, example: Example, result: CheckResult) -> bool:
    """Run the check on one example into `result`; the first comparison that fails is kept, whatever a second run would say."""
    result.examples += 1
    failing: Counterexample | None = None
    try:
        for compared in check.on(example):
            result.take(compared)
            failing = failing or (None if compared.passed else at_its_example(example, compared))
    except NotRecordedError as problem:
        result.error = result.error or f"not recorded: {problem}"
        failing = failing or Counterexample(example.case, unlike("call", NOTHING, NOTHING, result.error))
    except SideError as problem:
        result.error = result.error or str(problem)
        failing = failing or raised(problem)
    result.counterexample = failing or result.counterexample
    return failing is None


def _shrink(pair: Pair, check: Check, result: CheckResult, examples: int, seed: int) -> None:
    """Sizes first, then the values to round ones; then the same failure on a richer example."""
    last: list[Counterexample] = []

    def fail(case: Case) -> None:
        found = first_failure(check, Example(pair, case))
        if found is not None:
            last[:] = [found]
            raise _Failure

    from hypothesis.errors import Flaky  # here, since a replay draws no examples

    with contextlib.suppress(_Failure, Flaky):  # what fails by chance cannot be shrunk; how it failed first is known
        explore(pair, dtype=result.dtype, look=fail, examples=examples, seed=seed, shrink=True)
    result.counterexample = last[0] if last else result.counterexample
    if result.counterexample is not None:
        result.specimen = on_specimen(pair, check, result.counterexample)


def explore(pair: Pair, dtype: str, look: Callable[[Case], None], examples: int, seed: int | str, *, shrink: bool) -> None:
    """Hand `look` that many examples; in rounds, since Hypothesis remembers every example of a run (35 kB each of Dense)."""
    from hypothesis import HealthCheck, Phase, given, settings  # here, since a replay draws no examples
    from hypothesis import seed as with_seed

    quiet = list(HealthCheck)  # drawing is slow while Keras builds its first layer, and a health check is no verdict on a part
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])]

    def made(drawn: Case | Callable[[], Case]) -> None:
        look(drawn if isinstance(drawn, Case) else drawn())

    for start in range(0, examples, ROUND):
        run = settings(
            max_examples=min(ROUND, examples - start),
            database=None,
            deadline=None,
            phases=phases,
            suppress_health_check=quiet,
            print_blob=False,
        )(given(pair.cases(dtype))(made))
        with_seed(f"{seed}, from {start}" if start else seed)(run)()
