"""A check has seen enough examples once they have shown something."""

from __future__ import annotations

from comparisons.checks.check import Check
from comparisons.checks.engine import check_cases
from comparisons.judging import alike, undecided
from comparisons.pairs import PAIRS
from comparisons.pairs.case import Values

RELU = next(pair for pair in PAIRS if pair.name == "relu")
CASES = [RELU.make_case({}, (1, 1), Values(seed), "float64", False) for seed in range(4)]


def test_examples_that_decide_nothing_are_not_enough():
    def at_the_third(example):
        yield alike("it") if example.case.values.seed == 2 else undecided("it", "bent")

    (result,) = check_cases(RELU, [Check("third", "", at_the_third, examples=1)], "float64", CASES)
    assert (result.examples, result.compared, result.skipped) == (3, 1, 2)
    assert result.passed


def test_one_that_decides_is():
    (result,) = check_cases(RELU, [Check("first", "", lambda example: iter([alike("it")]), examples=1)], "float64", CASES)
    assert result.examples == 1
