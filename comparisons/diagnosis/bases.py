"""Models of a part that are right: Keras, and what is as good where Keras has lapses or a convention of its own."""

from __future__ import annotations

from collections.abc import Callable

from comparisons.diagnosis.explanation import Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Base = Callable[[Pair], Model | None]


def bases(pair: Pair) -> list[Model]:
    """Keras first."""
    from comparisons.diagnosis.families import BASES

    return [pair.reference, *(model for base in BASES if (model := base(pair)) is not None)]


def exact(pair: Pair) -> Model | None:
    """The pair's formula of its own, where it has one."""
    formula = pair.exact
    if formula is None:
        return None

    def outcome(case: Case) -> Outcome:
        return {what: value.astype(case.dtype) for what, value in formula(case).items()}

    return outcome
