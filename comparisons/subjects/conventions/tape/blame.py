"""Which operation of a tape is wrong: the one that is in every expression that differs, and that no other shares with it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.tape.expressions import EXPRESSIONS, operations_of
from comparisons.subjects.worker import CandidateError

CLOSE = 1e-6


def blamed(pair: Any, seed: int = 0) -> str:
    """The method of that operation, such as `__add__`; empty where more than one may be at fault, or what goes back through all."""
    wrong: list[set[str]] = []
    right: Counter[str] = Counter()
    for case in pair.usual("float64", seed):
        operations = operations_of(EXPRESSIONS[case.settings["expression"]])
        try:
            agrees = _agrees(pair.candidate(case.copied()), pair.reference(case))
        except (CandidateError, UnusableResultError):
            return ""
        if agrees:
            right.update(operations)
        else:
            wrong.append(operations)
    common = set.intersection(*wrong) if wrong else set()
    seldom = min((right[operation] for operation in common), default=0)
    least = [operation for operation in common if right[operation] == seldom]
    return str(pair.manner.adapter.methods[least[0]]) if len(least) == 1 else ""


def _agrees(mine: Outcome, theirs: Outcome) -> bool:
    shared = mine.keys() & theirs.keys()
    return all(mine[what].shape == theirs[what].shape and np.allclose(mine[what], theirs[what], rtol=CLOSE, atol=CLOSE) for what in shared)
