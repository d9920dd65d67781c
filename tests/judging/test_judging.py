"""One comparison: what is apart, and what is allowed at once."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.judging import Compared, distance, judge, largest
from comparisons.tolerance import allowance
from tests.judging.judged import off_by


def arrays(*values):
    return [np.asarray(value, dtype="float64") for value in values]


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


def test_complex_numbers_are_never_like_real_ones():
    real = np.ones(3)
    assert not judge("output", real + 0j, real, dtype="float64").passed
    assert not judge("output", real, real + 5j, dtype="float32").passed


def test_what_is_wider_than_double_is_judged_as_double():
    thirds = np.arange(1, 9, dtype="float64") / 3
    assert judge("output", thirds.astype("longdouble"), thirds, dtype="float64").passed
    assert not judge("output", thirds.astype("longdouble") * (1 + 1e-9), thirds, dtype="float64").passed
