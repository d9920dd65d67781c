"""One comparison: what is apart, what is allowed, who is asked, in which order, and whom the third opinion sides with."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from comparisons.judging import AT_ONCE, Compared, alike, distance, judge, largest, undecided, unlike
from comparisons.tolerance import allowance

U = 2.0**-52
ROOM = 32 * U  # what is allowed at once around numbers of size 1 in float64


def arrays(*values):
    return [np.asarray(value, dtype="float64") for value in values]


def counted(value):
    """(a measure or opinion of that value, how often it was asked)."""
    asked = []

    def ask():
        asked.append(1)
        return value

    return ask, asked


def off_by(ulps, **more):
    """1 against 1 and a number of ulps: a share of ulps / 32 of what is allowed at once."""
    return judge("output", np.array([1.0 + ulps * U, 0.5]), np.array([1.0, 0.5]), dtype="float64", **more)


def test_distance_knows_nan_and_infinity():
    nan, inf = np.nan, np.inf
    a, b = arrays([1, 5, nan, inf, -inf, inf, inf, nan, 1, 0.0], [4, 3, nan, inf, -inf, -inf, 1, 1, nan, -0.0])
    np.testing.assert_array_equal(distance(a, b), [3, 2, 0, 0, 0, inf, nan, nan, nan, 0])


def test_distance_overflows_without_a_word():
    with np.errstate(all="raise"):
        assert distance(*arrays([1.7e308], [-1.7e308]))[0] == np.inf


def test_largest_is_the_largest_finite_magnitude():
    assert largest(np.array([1.0, -3.0, np.nan, np.inf])) == 3
    assert largest(np.array([np.nan, -np.inf])) == 0
    assert largest(np.zeros(0)) == 0
    assert largest(np.array([True, False])) == 1
    assert largest(np.array([300.0], "float16")) == 300


@pytest.mark.parametrize(("ulps", "share"), [(0, 0), (8, 0.25), (16, 0.5), (32, 1), (33, 33 / 32)])
def test_headroom_is_the_largest_share(ulps, share):
    compared = off_by(ulps)
    assert compared.headroom == pytest.approx(share, rel=1e-12)
    assert compared.passed == (ulps <= 32)


def test_the_allowance_at_once_is_that_of_the_largest_value_in_the_dtype():
    for dtype, wide in (("float64", "float64"), ("float32", "float32"), ("float16", "float32")):
        reference = np.array([0.5, -4.0, np.inf], dtype)
        compared = judge("output", reference, reference, dtype=dtype)
        np.testing.assert_array_equal(compared.allowed, np.full(3, allowance(spread=0.0, scale=4.0, dtype=dtype)))
        assert compared.reference.dtype == compared.candidate.dtype == wide
    whole = judge("output", np.array([1, 2]), np.array([1, 2]), dtype="float32")
    truth = judge("output", np.array([True]), np.array([False]), dtype="float32")
    assert whole.reference.dtype == truth.candidate.dtype == "float64"
    assert truth.apart[0] == 1
    assert not truth.passed


def test_nan_against_a_number_uses_all_there_is():
    for mine, theirs in ((np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0), (1.0, -np.inf), (np.inf, -np.inf)):
        compared = judge("output", np.array([mine, 2.0]), np.array([theirs, 2.0]), dtype="float64")
        assert compared.headroom == np.inf
        assert not compared.passed
    for same in (np.nan, np.inf, -np.inf):
        assert judge("output", np.array([same]), np.array([same]), dtype="float64").headroom == 0


def test_nothing_apart_uses_nothing_even_of_nothing():
    np.testing.assert_array_equal(off_by(0).shares, [0, 0])
    compared = Compared("x", np.zeros(2), np.zeros(2), np.array([0.0, 1.0]), np.zeros(2))
    np.testing.assert_array_equal(compared.shares, [0, np.inf])


def test_another_shape_is_a_problem_before_any_number():
    compared = judge("output", np.zeros((2, 3)), np.zeros((3, 2)), dtype="float64")
    assert compared.problem == "shape (2, 3), Keras has (3, 2)"
    assert compared.headroom == np.inf
    assert not compared.passed


@pytest.mark.parametrize(("ulps", "asked"), [(0, 0), (8, 0), (9, 1), (40, 1)])
def test_noise_is_measured_only_beyond_a_quarter_of_what_is_allowed_at_once(ulps, asked):
    assert AT_ONCE == 0.25
    measure, calls = counted(np.full(2, 64 * ROOM))
    compared = off_by(ulps, measure=measure)
    assert len(calls) == asked
    assert compared.passed
    np.testing.assert_array_equal(compared.allowed > 2 * ROOM, [bool(asked)] * 2)


def test_measures_are_asked_in_turn_until_one_suffices():
    small, small_calls = counted(np.full(2, 2 * ROOM))
    large, large_calls = counted(np.full(2, 1000 * ROOM))
    never, never_calls = counted(np.full(2, 1e9))
    assert off_by(100, measure=[small, large, never]).passed
    assert (len(small_calls), len(large_calls), len(never_calls)) == (1, 1, 0)


def test_a_measure_takes_no_room_away():
    measure, _ = counted(np.zeros(2))
    assert off_by(20, measure=measure).headroom == pytest.approx(20 / 32, rel=1e-12)


def test_no_measure_excuses_a_nan():
    measure, calls = counted(np.full(2, 1e9))
    compared = judge("output", np.array([np.nan, 1.0]), np.array([1.0, 1.0]), dtype="float64", measure=measure)
    assert not compared.passed
    assert not calls


def test_a_single_number_is_measured_too():
    assert judge("output", np.array(1.0 + 40 * U), np.array(1.0), dtype="float64", measure=lambda: 64 * ROOM).passed


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


def test_span_is_of_finite_numbers_that_were_compared_with():
    def span(values, **more):
        a = np.asarray(values)
        return Compared("x", a, a, np.zeros(a.shape), np.ones(a.shape), **more).span

    assert span([3.0, -1.0, np.nan, np.inf]) == (-1, 3)
    assert span([True, False]) == (0, 1)
    assert span([2, 7]) == (2, 7)
    assert span([np.nan]) == span(["a"]) == span([1.0], skipped="bent") == (np.inf, -np.inf)


def test_what_stands_for_a_comparison_without_numbers():
    good, bad, open_ = alike("dtype"), unlike("dtype", 1, 2, "float32"), undecided("slope", "bent")
    assert good.passed
    assert good.settled
    assert [a.tolist() for a in (good.candidate, good.reference, good.apart, good.allowed)] == [[0], [0], [0], [1]]
    assert not bad.passed
    assert bad.problem == "float32"
    assert (bad.candidate, bad.reference) == (1, 2)
    assert bad.apart.shape == bad.allowed.shape == bad.shares.shape == (0,)
    assert open_.passed
    assert open_.skipped == "bent"
    assert [a.shape for a in (open_.candidate, open_.reference, open_.apart, open_.allowed)] == [(0,)] * 4


def test_a_comparison_says_nothing_beyond_what_it_is_told_and_stays_as_it_is():
    compared = undecided("slope", "bent")
    assert not compared.settled
    assert compared.overruled == 0
    with pytest.raises(FrozenInstanceError):
        compared.overruled = 1


def test_what_stands_for_all_comparisons_without_numbers_cannot_be_written_into():
    for each in ("candidate", "reference", "apart", "allowed"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(alike("dtype"), each)[0] = 5


def test_settled_is_handed_on():
    assert off_by(0, settled=True).settled
    assert not off_by(0).settled
