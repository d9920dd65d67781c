"""Which of the models that are right compute the same as the first of them, but for rounding."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comparisons.diagnosis.remembered import Remembered
from comparisons.judging import judge
from comparisons.pairs.case import Case
from comparisons.tolerance import machine_epsilon

NEAR = 1e-8
"""Relative distance of two models that are alike."""
CLEARLY = 100 * NEAR
"""Relative distance at which numbers are certainly not those of a mistake upon a model that is like another one."""


class LikeTheFirst:
    """No mistake upon such a model leads to numbers that are clearly not those of the same mistake upon the first.

    Args:
        models: by number.
        cases: on which they are held against each other.
    """

    def __init__(self, models: Callable[[int], Remembered], cases: Sequence[Case]) -> None:
        self._models, self._cases = models, cases
        self._known: dict[tuple[int, str], bool] = {}

    def everywhere(self, number: int, what: str) -> bool:
        """Whether a model is like the first in one quantity, on all examples."""
        if (number, what) not in self._known:
            self._known[number, what] = all(self._on(case, number, what) for case in self._cases)
        return self._known[number, what]

    def _on(self, case: Case, number: int, what: str) -> bool:
        first, other = (self._models(n)(case) or {} for n in (0, number))
        if what not in first or what not in other:
            return False
        compared = judge(what, other[what], first[what], dtype=case.dtype)
        return compared.passed or compared.headroom * machine_epsilon(case.dtype) <= NEAR
