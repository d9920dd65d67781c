"""From the results of checks to the verdict on a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comparisons.checks import CHECKS
from comparisons.checks.check import Check
from comparisons.checks.engine import CheckResult, run_checks
from comparisons.pairs.pair import Pair

STRICT_FROM = 50  # examples: with fewer a fault of Keras may just not have come up
LESS_EXACT = "keras-less-exact"
NOTHING_COMPARED = "no check of it runs in the floating types that were asked for"


@dataclass
class Component:
    """One part with everything its checks found.

    Args:
        pair: the part and its counterpart.
        checks: results, one for every check and floating type.
        left_out: checks that do not apply, with the reason.
        seed, examples: to repeat it.
        missing: why there was nothing to compare with, if there was not.
    """

    pair: Pair
    checks: list[CheckResult]
    left_out: Mapping[str, str]
    seed: int
    examples: int
    expected_failures: Mapping[str, str] = field(default_factory=dict)
    missing: str = ""

    @property
    def verdict(self) -> str:
        """`'match'`, `'mismatch'` or `'error'`; an expected failure that passes is a mismatch too, and so is a fault of
        Keras that is not there. `'unrecognised'` without a counterpart."""
        if self.missing or not self.checks:
            return "unrecognised"
        wrong = [result for result in self.checks if result.passed == (result.name in self.expected_failures)]
        if not wrong:
            return "mismatch" if self.stale else "match"
        return "error" if all(result.error for result in wrong) else "mismatch"

    @property
    def headroom(self) -> float:
        """The largest share of an allowance any check used."""
        return max((result.headroom for result in self.checks), default=0.0)

    @property
    def notes(self) -> list[str]:
        """Where a more exact evaluation sided against Keras, with the reason that the registry gives."""
        counts: dict[str, int] = {}
        for result in self.checks:
            counts[result.name] = counts.get(result.name, 0) + result.overruled
        shown = ", ".join(f"{count:,} in {name}" for name, count in counts.items() if count)
        known = [*self.pair.keras_faults.values(), self.pair.keras_on_nothing, *self.pair.keras_quirks]
        why = "; ".join(dict.fromkeys(filter(None, known))) or "rounding or overflow"
        return [*([f"{LESS_EXACT}: {why} (elements: {shown})"] if shown else []), *self.stale]

    @property
    def stale(self) -> list[str]:
        """What the registry states and no check found: expected failures, and faults of Keras once all floating types were tried."""
        passing = [
            f"fails[{name!r}] did not show ({why}): remove it from the line of {self.pair.name} in {self.pair.file}"
            for name, why in self.expected_failures.items()
            if any(result.passed and result.name == name for result in self.checks)
        ]
        return [*passing, *self._stale_faults]

    @property
    def _stale_faults(self) -> list[str]:
        tried = {result.dtype for result in self.checks}
        if self.missing or self.examples < STRICT_FROM or tried != set(self.pair.dtypes):
            return []
        found = {result.name for result in self.checks if result.overruled}
        return [
            f"keras_faults[{name!r}] did not show ({why}): remove it from the line of {self.pair.name} in {self.pair.file}"
            for name, why in self.pair.keras_faults.items()
            if name not in found
        ]


def checks_for(pair: Pair) -> tuple[list[Check], dict[str, str]]:
    """(checks that apply, reasons against the others)."""
    reasons = {check.name: check.reason_against(pair) for check in CHECKS}
    return [check for check in CHECKS if reasons[check.name] is None], {name: why for name, why in reasons.items() if why is not None}


def check_pair(pair: Pair, *, examples: int, seed: int, dtypes: Sequence[str] | None = None, share: float = 1.0) -> Component:
    """Run every check that applies to `pair`, in every floating type that Keras supports it in (or those of `dtypes`).

    Args:
        pair: what is checked.
        examples: of each check in each floating type.
        seed: of the examples.
        dtypes: only these.
        share: of the examples that are enough for the checks that look at many things in each.
    """
    applying, left_out = checks_for(pair)
    missing = pair.missing
    results: list[CheckResult] = []
    for dtype in [] if missing else pair.dtypes if dtypes is None else [dtype for dtype in dtypes if dtype in pair.dtypes]:
        chosen = [check.of_fewer(share) for check in applying if check.dtypes is None or dtype in check.dtypes]
        results += run_checks(pair, chosen, dtype, examples=examples, seed=seed)
    return Component(pair, results, left_out, seed, examples, pair.fails, missing or ("" if results else NOTHING_COMPARED))
