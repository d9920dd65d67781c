"""Forward and backward, compared with Keras."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.articles import with_article
from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import NOTHING, Compared, alike, unlike
from comparisons.pairs.pair import Pair


def differentiable(pair: Pair) -> str | None:
    """A reason against checks of gradients."""
    return None if pair.differentiable else f"{with_article(pair.kind)} has no gradients"


def forward(example: Example) -> Iterator[Compared]:
    yield example.judge("output")
    for what in example.reference:
        if what.startswith("state "):
            yield from _judged(example, what)


def gradients(example: Example) -> Iterator[Compared]:
    for what in example.reference:
        if what.startswith("gradient "):
            yield from _judged(example, what)
    for what in [what for what in example.candidate if what not in example.reference]:
        yield unlike(what, example.candidate[what], NOTHING, "Keras has no such result")


def dtypes(example: Example) -> Iterator[Compared]:
    for what, theirs in example.reference.items():
        mine = np.asarray(example.candidate.get(what, theirs))
        if mine.dtype == theirs.dtype:
            yield alike(f"dtype of {what}")
        else:
            yield unlike(f"dtype of {what}", mine, theirs, f"dtype {mine.dtype}, Keras has {theirs.dtype}")


def _judged(example: Example, what: str) -> Iterator[Compared]:
    if what in example.candidate:
        yield example.judge(what)
    else:
        yield unlike(what, NOTHING, example.reference[what], "missing")


CHECKS = [
    Check("forward", "The output equals Keras's, and so does what is remembered.", forward),
    Check(
        "gradients", "The gradients of all inputs and parameters, for a random upstream gradient, equal Keras's.", gradients, differentiable
    ),
    Check("dtype", "Results have the floating type that Keras gives them.", dtypes),
]
