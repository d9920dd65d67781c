"""Noise is measured where what is allowed at once may not do, and no further than it must."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.judging import AT_ONCE, judge
from tests.judging.judged import ROOM, U, counted, off_by


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
