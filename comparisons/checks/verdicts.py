"""From the results of checks to the verdict on a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comparisons.checks import CHECKS
from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, run_checks
from comparisons.pairs.pair import Pair


@dataclass
class Component:
    """One part with everything its checks found.

    Args:
        pair: the part and its counterpart.
        checks: results, one for every check and floating type.
        left_out: checks that do not apply, with the reason.
        seed, examples: to repeat it.
    """

    pair: Pair
    checks: list[CheckResult]
    left_out: Mapping[str, str]
    seed: int
    examples: int
    expected_failures: Mapping[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """`'match'`, `'mismatch'` or `'error'`; an expected failure that passes is a mismatch too."""
        wrong = [result for result in self.checks if result.passed == (result.name in self.expected_failures)]
        if not wrong:
            return "match"
        return "error" if all(result.error for result in wrong) else "mismatch"

    @property
    def headroom(self) -> float:
        """The largest share of an allowance any check used."""
        return max((result.headroom for result in self.checks), default=0.0)


def checks_for(pair: Pair) -> tuple[list[Check], dict[str, str]]:
    """(checks that apply, reasons against the others)."""
    reasons = {check.name: check.reason_against(pair) for check in CHECKS}
    return [check for check in CHECKS if reasons[check.name] is None], {name: why for name, why in reasons.items() if why is not None}


def check_pair(pair: Pair, *, examples: int, seed: int, dtypes: Sequence[str] | None = None) -> Component:
    """Run every check that applies to `pair`, in every floating type that Keras supports it in (or those of `dtypes`)."""
    applying, left_out = checks_for(pair)
    results = []
    for dtype in pair.dtypes if dtypes is None else [dtype for dtype in dtypes if dtype in pair.dtypes]:
        chosen = [check for check in applying if check.dtypes is None or dtype in check.dtypes]
        results += run_checks(pair, chosen, dtype, examples=examples, seed=seed)
    return Component(pair, results, left_out, seed, examples, pair.fails)
