"""What is allowed on an example, and how little is asked to measure it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.tolerance import allowance
from tests.judging.asking import Counting, X
from tests.judging.part import Part, case_of, changed, squared

U = 2.0**-52


def test_recorded_noise_is_taken_as_it_is():
    class Recorded(Part):
        def noise(self, case):
            return {"output": (np.full(case.x.shape, 0.5), 2.0)}

    example = Example(Recorded(theirs=Counting()), case_of(X))
    expected = allowance(spread=0.5, scale=2.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output"), np.full((1, 2), expected))
    np.testing.assert_array_equal(example.allowance_of("output", ray=False), np.full((1, 2), expected))
    assert len(example.pair.theirs.cases) == 1


def test_what_is_allowed_comes_from_spread_and_scale():
    example = Example(Part(), case_of([[3.0, -0.5], [1.0, 0.0]]))
    expected = allowance(spread=example.spread("output"), scale=9.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output"), expected)
    np.testing.assert_array_equal(example.allowance_of("output", slice(1, 2)), expected[1:])
    assert example.allowed.keys() == {"output", "gradient of x"}
    first = allowance(spread=example.spread("output", 1), scale=9.0, dtype="float64")
    np.testing.assert_array_equal(example.allowance_of("output", probes=1, ray=False), first)
    small = Example(Part(meets=lambda case: 20.0), case_of([[3.0, -0.5]]))
    np.testing.assert_array_equal(
        small.allowance_of("output", probes=1, ray=False), allowance(spread=small.spread("output", 1), scale=20.0, dtype="float64")
    )


def off_by(allowances):
    """A pair whose output is off by that share of what is allowed, and its reference's counter."""
    full = Example(Part(), case_of(X)).allowance_of("output")
    theirs = Counting()
    return Part(mine=changed(output=lambda y: y + allowances * full), theirs=theirs), theirs


@pytest.mark.parametrize(("share", "passed"), [(0.5, True), (0.99, True), (1.01, False), (-1.01, False)])
def test_all_that_is_measured_may_be_used_and_no_more(share, passed):
    pair, _ = off_by(share)
    compared = Example(pair, case_of(X)).judge("output")
    assert compared.passed == passed
    assert compared.headroom == pytest.approx(abs(share), rel=1e-2)


def bent_beside_one(case):
    """0 at x = 1, and 0.25 half-way to 0; to the right of 1 it is steeper than to the left, so that noise has to come from both sides."""
    return {"output": np.where(case.x > 1, 8.0, 1.0) * (case.x - 1) * -case.x}


@pytest.mark.parametrize(
    ("theirs", "x", "by", "asked"),
    [
        (squared, X, 0.0, 1),
        (lambda case: {"output": case.x + 2.0**12 * (case.x - np.asarray(X))}, X, 100 * 32 * U, 1 + 1),
        (lambda case: {"output": case.x * (1 - case.x)}, [[1.0]], 0.3 * 32 * U, 1 + 1 + 3),
        (squared, X, 5.0, 1 + 6 + 3),
    ],
    ids=["nothing", "one probe", "and the ray", "everything"],
)
def test_measuring_costs_only_as_much_as_it_must(theirs, x, by, asked):
    counting = Counting(theirs)
    compared = Example(Part(mine=lambda case: {"output": theirs(case)["output"] + by}, theirs=counting), case_of(x)).judge("output")
    assert len(counting.cases) == asked
    assert compared.passed == (by < 1)


def test_at_last_everything_counts_six_probes_and_the_ray():
    x = np.ones((1, 6))
    example = Example(Part(theirs=bent_beside_one), case_of(x))
    full = example.allowance_of("output")
    assert (full > example.allowance_of("output", probes=1)).any()
    assert (full > example.allowance_of("output", ray=False)).all()
    for share, passed in ((0.99, True), (1.01, False)):
        mine = Part(mine=lambda case, share=share: {"output": share * full}, theirs=bent_beside_one)
        assert Example(mine, case_of(x)).judge("output").passed == passed


def test_a_comparison_knows_its_quantity_and_its_example():
    example = Example(Part(), case_of(X))
    compared = example.judge("output")
    assert compared.quantity == compared.what == "output"
    assert compared.example is example.case
    assert example.judge("output", np.ones((1, 2))).headroom > 1
    assert example.judge("output", None, np.ones((1, 2))).headroom > 1


def test_a_long_sum_may_round_each_of_its_numbers():
    """1e8 and 2,000 numbers, added one by one: every one of them is rounded the same way."""
    numbers = np.concatenate([[1e8], np.full(2000, 400.0 + 2.0**-28)])
    one_by_one, exactly = float(np.cumsum(numbers)[-1]), math.fsum(numbers)
    off = abs(one_by_one - exactly)

    def added(case):
        return {"output": np.full(1, exactly)}

    def allowed(**more):
        return float(Example(Part(theirs=added, **more), case_of([[1e8]])).allowance_of("output")[0])

    assert allowed() < off < allowed(adds=lambda case: numbers.size)
    assert allowed(adds=lambda case: 64) == allowed()
