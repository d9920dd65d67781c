"""Where a part ends: odd shapes, and inputs that it must refuse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from comparisons.articles import with_article
from comparisons.checks.check import Check
from comparisons.checks.example import Example, SideError
from comparisons.judging import NOTHING, Compared, alike, judge, unlike
from comparisons.pairs.pair import Outcome, Pair


def shapes(example: Example) -> Iterator[Compared]:
    """For a batch of one, an empty batch, width 1 and more axes than usual: Keras's shapes and values, or both refuse."""
    pair, case = example.pair, example.case
    for sizes in pair.shapes():
        other = Example(pair, pair.make_case(case.settings, sizes, case.values, case.dtype, case.training))
        for compared in _both_compute_or_refuse(other):
            yield replace(compared, what=f"{compared.what} for x of shape {tuple(other.case.x.shape)}", example=other.case)


def bad_input(example: Example) -> Iterator[Compared]:
    """What is wrong raises, on both sides."""
    for wrong, case in example.pair.bad_cases(example.case):
        other = Example(example.pair, case)
        mine, theirs = _outcome(other, "candidate"), _outcome(other, "reference")
        if mine is None and _refused(theirs):
            yield alike(wrong)
        else:
            yield replace(unlike(wrong, NOTHING, NOTHING, _who(mine is None, _refused(theirs))), example=case)


def _both_compute_or_refuse(other: Example) -> Iterator[Compared]:
    mine, theirs = _outcome(other, "candidate"), _outcome(other, "reference")
    known = "shapes" in other.pair.keras_faults or other.pair.keras_on_nothing
    if other.case.x.size == 0 and mine is not None and known:
        yield from _on_nothing(other, mine, theirs)
        return
    if mine is None or theirs is None:
        agree = mine is None and _refused(theirs)
        yield alike("refusal") if agree else unlike("refusal", NOTHING, NOTHING, _who(mine is None, theirs is None))
        return
    for what, value in theirs.items():
        if what in mine:
            yield replace(other.judge(what), settled=value.size == 0)
        else:
            yield unlike(what, NOTHING, value, "missing")


def _on_nothing(other: Example, mine: Outcome, theirs: Outcome | None) -> Iterator[Compared]:
    """Where Keras is known to be wrong about empty batches, those of one say what is right, or anything is."""
    expected = other.on_nothing
    for what, value in (mine if expected is None else expected).items():
        compared = judge(what, mine.get(what), value, dtype=other.case.dtype, settled=True)
        fault = theirs is None or what not in theirs or theirs[what].shape != value.shape
        yield replace(compared, overruled=int(fault and compared.passed))


def _outcome(example: Example, side: str) -> Outcome | None:
    try:
        return getattr(example, side)
    except SideError:
        return None


def _refused(outcome: Outcome | None) -> bool:
    """Keras raised, or says so with NaN: labels that are no class, moving averages of an empty batch."""
    return outcome is None or any(np.isnan(value).any() for value in outcome.values() if value.dtype.kind == "f")


def _who(mine: bool, theirs: bool) -> str:
    said = {True: "refuses", False: "accepts"}
    return f"it {said[mine]}, Keras {said[theirs]}" if mine != theirs else f"both {'refuse' if mine else 'accept'}"


def has_shapes(pair: Pair) -> str | None:
    """A reason against the check of shapes."""
    return None if pair.shapes() else f"{with_article(pair.kind)} takes no batches"


def refuses_something(pair: Pair) -> str | None:
    """A reason against the check of bad input."""
    return None if pair.refuses_something else "there is nothing that both sides refuse"


CHECKS = [
    Check(
        "shapes",
        "Empty batches, batches of one, width 1 and other ranks give Keras's shapes, or both refuse.",
        shapes,
        has_shapes,
        examples=4,
    ),
    Check("bad input", "What Keras refuses is refused.", bad_input, refuses_something, examples=2),
]
