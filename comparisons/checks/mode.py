"""Training and inference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comparisons.articles import with_article
from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared, alike, unlike
from comparisons.pairs.pair import Outcome, Pair


def mode(example: Example) -> Iterator[Compared]:
    """Training changes the results of the parts that Keras changes, and not a byte of any other."""
    case = example.case
    other = Example(example.pair, replace(case, training=not case.training))
    mine, theirs = _same(example.candidate, other.candidate), _same(example.reference, other.reference)
    if mine == theirs:
        yield alike("training and inference")
    else:
        said = {True: "the same", False: "different"}
        problem = f"it gives {said[mine]} results, Keras {said[theirs]} ones"
        yield unlike("training and inference", example.candidate["output"], other.candidate["output"], problem)


def _same(a: Outcome, b: Outcome) -> bool:
    return a.keys() == b.keys() and all(a[what].tobytes() == b[what].tobytes() for what in a)


def only_layers(pair: Pair) -> str | None:
    """A reason against."""
    return None if pair.kind == "layer" else f"{with_article(pair.kind)} has no training mode"


CHECKS = [Check("mode", "Training and inference differ where they differ in Keras, and nowhere else.", mode, only_layers, examples=20)]
