"""A short example, sides that count or raise when they are asked, and a check that compares what it is told."""

from __future__ import annotations

from comparisons.checks.check import Check
from tests.judging.part import squared

X = [[3.0, -0.5]]


class Counting:
    """A side, and the cases that it was asked about."""

    def __init__(self, side=squared):
        self.side, self.cases = side, []

    def __call__(self, case):
        self.cases.append(case)
        return self.side(case)


def probe(*yields, **more):
    return Check("probe", "", lambda example: iter([each(example) if callable(each) else each for each in yields]), **more)
