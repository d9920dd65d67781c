"""The third opinion: when it is asked, and whom it sides with."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.judging import judge
from tests.judging.judged import U, counted, off_by


def test_where_keras_is_wrong_the_candidate_is_judged_by_the_opinion():
    exact = np.array([1.0, 2.0, 3.0])
    keras = np.array([1.0, 2.5, 3.5])
    mine = np.array([1.0, 2.0, 3.0 + 4 * U])
    opinion, calls = counted(exact)
    compared = judge("output", mine, keras, dtype="float64", opinion=opinion)
    assert compared.passed
    assert compared.overruled == 2
    assert len(calls) == 1
    np.testing.assert_array_equal(compared.apart, [0, 0, 4 * U])
    np.testing.assert_array_equal(compared.exact, exact)


def test_the_opinion_helps_no_candidate_that_is_wrong():
    opinion, _ = counted(np.array([1.0, 2.0]))
    for mine in ([1.0, 2.25], [1.0, np.nan], [1.0, 2.0 + 100 * U]):
        compared = judge("output", np.array(mine), np.array([1.0, 2.5]), dtype="float64", opinion=opinion)
        assert not compared.passed
        assert compared.overruled == 0


def with_four(*numbers):
    """Arrays of that number and 4, around which 128 ulps of 1 are allowed at once."""
    return [np.array([number, 4.0]) for number in numbers]


def test_the_opinion_is_judged_by_what_was_measured_as_well():
    mine, keras, exact = with_four(1 + 200 * U, 2.0, 1.0)
    assert not judge("output", mine, keras, dtype="float64", opinion=lambda: exact).passed
    assert judge("output", mine, keras, dtype="float64", opinion=lambda: exact, measure=lambda: np.full(2, 256 * U)).passed


def test_an_entry_within_a_quarter_is_left_to_keras():
    mine, keras, exact = (np.array([first, second, 4.0]) for first, second in ((1 + 32 * U, 1.0), (1.0, 2.0), (1 + 32 * U, 1.0)))
    compared = judge("output", mine, keras, dtype="float64", opinion=lambda: exact)
    np.testing.assert_array_equal(compared.apart, [32 * U, 0, 0])
    assert compared.overruled == 1


def test_an_opinion_that_is_farther_away_is_not_taken():
    mine, keras, exact = with_four(1 + 64 * U, 1.0, 3.0)
    compared = judge("output", mine, keras, dtype="float64", opinion=lambda: exact)
    np.testing.assert_array_equal(compared.apart, [64 * U, 0])


@pytest.mark.parametrize(
    ("mine", "keras", "overruled"),
    [
        (1 + 128 * U, 2.0, 1),  # just inside
        (1.0, 1 + 128 * U, 0),  # so is Keras
        (1.0, 1 + 129 * U, 1),
        (1 + 80 * U, 1 + 160 * U, 0),  # as near to Keras as to the opinion
    ],
)  # fmt: skip
def test_keras_is_overruled_where_it_is_outside_and_the_candidate_inside(mine, keras, overruled):
    mine, keras, exact = with_four(mine, keras, 1.0)
    assert judge("output", mine, keras, dtype="float64", opinion=lambda: exact).overruled == overruled


def test_the_opinion_does_not_help_keras_against_itself():
    """Keras right, candidate wrong: nothing changes; both right: nobody is overruled."""
    opinion, _ = counted(np.array([1.0, 2.0]))
    wrong = judge("output", np.array([1.0, 2.5]), np.array([1.0, 2.0]), dtype="float64", opinion=opinion)
    assert not wrong.passed
    assert wrong.overruled == 0
    near = judge("output", np.array([1.0, 2.0]), np.array([1.0, 2.0 + 40 * U]), dtype="float64", opinion=opinion)
    assert near.passed
    assert near.overruled == 0  # 40 ulps of 1 are 20 of 2: Keras is inside as well


def test_the_opinion_is_rounded_to_the_dtype_and_may_be_none():
    exact = np.array([1 / 3])
    mine = exact.astype("float32")
    assert judge("output", mine, mine + np.float32(0.5), dtype="float32", opinion=lambda: exact).headroom == 0
    assert not judge("output", mine, mine + np.float32(0.5), dtype="float32", opinion=lambda: None).passed
    with np.errstate(all="raise"):
        far = judge("output", np.array([np.inf], "float32"), np.array([1.0], "float32"), dtype="float32", opinion=lambda: np.array([1e300]))
    assert far.passed


def test_the_opinion_is_not_asked_where_everything_is_inside():
    opinion, calls = counted(np.array([1.0, 0.5]))
    assert off_by(8, opinion=opinion).exact is None
    assert not calls


@pytest.mark.parametrize(
    ("first", "order"),
    [({}, ["measure", "opinion"]), ({"ask_first": False}, ["measure", "opinion"]), ({"ask_first": True}, ["opinion", "measure"])],
)
def test_who_costs_less_is_asked_first(first, order):
    asked = []

    def measure():
        asked.append("measure")
        return np.zeros(2)

    def opinion():
        asked.append("opinion")
        return np.array([9.0, 9.0])

    assert not off_by(1000, measure=measure, opinion=opinion, **first).passed
    assert asked == order


@pytest.mark.parametrize("missing", [np.nan, np.inf])
def test_where_the_reference_has_no_number_the_noise_is_measured_around_the_opinion(missing):
    """Layer normalization of 3e38: Keras says NaN, and in float64 something that is all rounding."""
    for room, passed in ((200 * U, True), (50 * U, False)):
        for keras in ([missing, 1.0], [missing, missing]):
            compared = judge(
                "output", np.array([1 + 100 * U, 1.0]), np.array(keras), dtype="float64",
                opinion=lambda: np.array([1.0, 1.0]), measure=lambda room=room: np.full(2, room),
            )  # fmt: skip
            assert compared.passed == passed


def test_a_cheap_opinion_that_suffices_saves_the_measuring():
    measure, calls = counted(np.zeros(2))
    assert off_by(1000, measure=measure, opinion=lambda: np.array([1.0 + 1000 * U, 0.5]), ask_first=True).passed
    assert not calls
