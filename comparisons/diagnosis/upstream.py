"""Examples with another upstream gradient than their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from comparisons.pairs.case import Case

Change = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Redirected(Case):
    """An example whose upstream gradient goes through a function first."""

    change: Change = lambda dy: dy

    def upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.asarray(self.change(super().upstream(shape)), dtype=self.dtype)


def redirected(case: Case, change: Change) -> Case:
    """The same example with its upstream gradient changed."""
    own = {field.name: getattr(case, field.name) for field in fields(Case)}
    before = case.change if isinstance(case, Redirected) else lambda dy: dy
    return Redirected(**own, change=lambda dy: change(before(dy)))
