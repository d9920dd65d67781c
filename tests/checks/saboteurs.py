"""Planted bugs: what a check must catch, or it is blind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comparisons.checks import CHECKS
from comparisons.checks.engine import CheckResult, run_checks
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Case
from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import Outcome, Pair

Bug = Callable[[Callable[[Case], Outcome], Case], Outcome]
"""From the right candidate and a case to a wrong outcome."""


@dataclass(frozen=True)
class Saboteur:
    """One planted bug.

    Args:
        check: name of the check that must catch it.
        what: the bug, in words.
        pair: the sabotaged pair.
        dtype: floating type in which it must be caught.
    """

    check: str
    what: str
    pair: Pair
    dtype: str = "float64"

    def __str__(self) -> str:
        return f"{self.check}-{self.pair.name}-{self.what}".replace(" ", "_")

    def caught(self, examples: int = 100) -> CheckResult:
        """What the check makes of it; a check that could not go on has not seen anything."""
        check = next(check for check in CHECKS if check.name == self.check)
        assert check.reason_against(self.pair) is None, f"{self.check} is left out for {self.pair.name}"
        result = run_checks(self.pair, [check], self.dtype, examples=examples, seed=0, shrink=False)[0]
        found = result.counterexample
        assert found is None or not found.compared.problem.startswith("cannot be compared"), found.compared.problem
        return result


def pair_of(name: str, kind: str = "") -> Pair:
    """The registered pair of that name."""
    return next(pair for pair in PAIRS if pair.name == name and kind in ("", pair.kind))


def sabotaged(name: str, bug: Bug, **methods: Any) -> Pair:
    """The registered pair of that name with `bug` in its candidate, and other methods replaced."""
    pair = pair_of(name)

    def candidate(self: Pair, case: Case) -> Outcome:
        return bug(pair.candidate, case)

    return with_methods(pair, **{"candidate": candidate, **methods})
