"""Kinks and ties: points where the derivative jumps, and a convention says which side counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comparisons.checks.check import Check
from comparisons.checks.example import Example
from comparisons.judging import Compared
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Pair


class Still(Example):
    """An example whose inputs noise leaves where they are.

    Moved by one unit in the last place, x would be off the kink on both sides, and the jump itself would pass for rounding.
    """

    def _noisy(self, number: int) -> Case:
        return unmoved(self.case, number)


def unmoved(case: Case, number: int) -> Case:
    """The case as one with noise, which leaves every input where it is."""
    return replace(case, noise=number)


def kinks(example: Example) -> Iterator[Compared]:
    """At the stated kinks and ties, value and derivative follow Keras's convention."""
    for case in example.pair.tied(example.case):
        at = Still(example.pair, case)
        for what in at.reference:
            yield replace(at.judge(what), settled=True)  # a derivative of 0 is a convention too


def has_kinks(pair: Pair) -> str | None:
    """A reason against."""
    return None if pair.has_ties else "smooth: no point needs a convention"


CHECKS = [Check("kinks", "Where the derivative jumps it follows Keras's convention.", kinks, has_kinks, examples=20)]
