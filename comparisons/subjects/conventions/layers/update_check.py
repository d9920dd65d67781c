"""The check of a layer's own update: it has to take the learning rate times the gradient off every weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from comparisons.checks import CHECKS
from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, judge

UPDATE, GRADIENT = "update of ", "gradient of "
OTHERS = frozenset(check.name for check in CHECKS)


def own_update(example: Example) -> Iterator[Compared]:
    """(W before - W after) / lr against Keras's dL/dW, or against the layer's own: that it is another one is said elsewhere."""
    for what in example.reference:
        compared = example.judge(what)
        if not compared.passed:
            by_own = _by_own_gradient(example, what)
            compared = by_own if by_own is not None and by_own.passed else compared
        yield compared


def _by_own_gradient(example: Example, what: str) -> Compared | None:
    """Judged by the gradient that the layer itself has computed; None if it has none of that shape."""
    own, mine = example.candidate.get(GRADIENT + what.removeprefix(UPDATE)), example.candidate[what]
    if own is None or own.shape != mine.shape or own.shape != example.reference[what].shape:
        return None
    found = judge(what, mine, own, dtype=example.case.dtype, measure=partial(example.allowance_of, what))
    return replace(found, quantity=what, example=example.case)


CHECK = Check("own update", "Its own update takes the learning rate times the gradient off every weight.", own_update)
