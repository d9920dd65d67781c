"""A check that compared nothing, or only what any constant would equal, has shown nothing and fails."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.check import Check
from comparisons.checks.engine import run_checks
from comparisons.judging import NOTHING, Compared, judge, undecided, unlike
from comparisons.pairs.activations import ACTIVATIONS

LINEAR = next(pair for pair in ACTIVATIONS if pair.name == "linear")


def run(yields):
    def comparisons(example):
        yield from yields(example)

    return run_checks(LINEAR, [Check("probe", "", comparisons)], "float64", examples=5, seed=0)[0]


def same(value, shape=(3,)):
    return judge("output", np.full(shape, value), np.full(shape, value), dtype="float64")


@pytest.mark.parametrize(
    ("what", "yields"),
    [
        ("nothing", lambda example: ()),
        ("zeros", lambda example: [same(0.0)]),
        ("a constant", lambda example: [same(2.0)]),
        ("NaN", lambda example: [same(np.nan)]),
        ("infinity", lambda example: [same(np.inf)]),
        ("empty arrays", lambda example: [same(1.0, (0, 3))]),
        ("nothing but skipped examples", lambda example: [undecided("slope", "bent")]),
        ("hardly anything but skipped examples", lambda example: [*[undecided("slope", "bent")] * 19, same(1.0), same(2.0)]),
    ],
)  # fmt: skip
def test_vacuous_check_fails(what, yields):
    result = run(yields)
    assert not result.passed
    assert result.vacuous


def test_a_check_that_has_seen_too_little_gets_more_examples_but_not_for_ever():
    """Five examples that cannot tell right from wrong happen; twenty-five are no accident."""
    seen = []

    def late(example):
        seen.append(example)
        yield undecided("slope", "bent") if len(seen) <= 7 else same(float(len(seen)))

    result = run(late)
    assert result.passed
    assert result.examples == 10
    assert run(lambda example: [undecided("slope", "bent")]).examples == 25


def test_more_examples_are_for_the_check_that_needs_them():
    telling, blind = Check("telling", "", lambda example: iter([same(1.0), same(2.0)])), Check("blind", "", lambda example: iter(()))
    failing = Check("failing", "", lambda example: iter([unlike("output", NOTHING, NOTHING, "wrong")]))
    results = run_checks(LINEAR, [telling, blind, failing], "float64", examples=5, seed=0, shrink=False)
    assert [result.examples for result in results] == [5, 25, 1]


def test_two_different_values_are_telling():
    result = run(lambda example: [same(1.0), same(2.0)])
    assert result.passed
    assert result.headroom == 0


def test_nan_against_a_number_is_never_inside():
    compared = judge("output", np.asarray([np.nan, 1.0]), np.asarray([1.0, 1.0]), dtype="float64")
    assert compared.headroom == np.inf
    assert isinstance(compared, Compared)


def test_third_opinion_decides_against_keras_only_for_a_right_candidate():
    exact = np.asarray([1.0, 2.0])
    right = judge("output", exact, exact + 1, dtype="float64", opinion=lambda: exact)
    assert right.passed
    assert right.overruled == 2
    wrong = judge("output", exact + 2, exact + 1, dtype="float64", opinion=lambda: exact)
    assert not wrong.passed
    assert wrong.overruled == 0
