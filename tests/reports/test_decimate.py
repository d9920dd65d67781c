"""Thinning a curve out loses no spike, no end and no gap."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from comparisons.reports.decimate import LIMIT, kept

curve = st.lists(st.one_of(st.floats(width=32), st.just(float("nan"))), max_size=200)


def test_a_single_spike_in_twenty_thousand_steps_stays() -> None:
    values = np.full(20_000, 0.3)
    values[13_337], values[4_242] = 9.0, -9.0
    indices = kept([values])
    assert {13_337, 4_242, 0, 19_999} <= set(indices)
    assert len(indices) <= LIMIT


def test_each_of_two_curves_keeps_its_own_spikes() -> None:
    left, right = np.zeros(5_000), np.zeros(5_000)
    left[1_000], right[1_001] = 1.0, 1.0
    assert {1_000, 1_001} <= set(kept([left, right], limit=100))


def test_curves_that_agree_are_drawn_with_most_of_the_points_there_may_be() -> None:
    noise = np.random.default_rng(0).normal(size=20_000)
    assert 0.6 * LIMIT < len(kept([noise, noise])) <= LIMIT


def test_a_short_curve_is_left_alone() -> None:
    assert kept([np.arange(10.0)]) == list(range(10))
    assert kept([np.array([])]) == []
    assert kept([]) == []


def test_a_step_somebody_asks_for_is_kept() -> None:
    assert 777 in kept([np.zeros(10_000)], limit=20, always=(777, -1, 10_000))


def test_where_values_stop_being_finite_a_point_stays_to_break_the_line() -> None:
    values = np.sin(np.arange(6_000.0))
    values[3_000] = np.nan
    assert 3_000 in kept([values], limit=200)


@given(curve, st.integers(min_value=20, max_value=60))
def test_the_extremes_and_the_ends_are_among_the_points(values: list[float], limit: int) -> None:
    array = np.array(values, dtype=np.float64)
    indices = kept([array], limit=limit)
    assert indices == sorted(set(indices))
    assert len(indices) <= limit
    finite = array[np.isfinite(array)]
    if len(finite):
        drawn = array[indices]
        assert np.nanmin(drawn[np.isfinite(drawn)]) == finite.min()
        assert np.nanmax(drawn[np.isfinite(drawn)]) == finite.max()
    if len(array):
        assert (indices[0], indices[-1]) == (0, len(array) - 1)
