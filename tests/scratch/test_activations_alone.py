"""Activations as they are called by hand: names, overflow without a word, and a threshold below 0."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import activations

NAMES = [name for name in activations.__all__ if hasattr(getattr(activations, name), "vjp")]


@pytest.mark.parametrize("name", NAMES)
def test_a_function_is_called_what_it_is_called(name):
    function = getattr(activations, name)
    assert getattr(activations, function.__name__) is function
    assert function.__name__ in repr(function)
    assert function.__doc__.strip()


def test_what_overflows_on_the_way_is_no_warning():
    huge, dy = np.array([-1e308, 1.0]), np.ones(2)
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_array_equal(activations.celu.vjp(dy, huge, huge, alpha=1e-3), [0, 1])
        halves = np.array([[np.inf, 1.0, -np.inf, 0.0]])
        found = activations.glu.vjp(np.ones((1, 2)), halves, None)
        assert np.isnan(found[0, 2])
        assert found[0, 1] == 0.5
        np.testing.assert_array_equal(activations.exponential.vjp(np.array([0.0, 10.0]), None, np.array([np.inf, 1e308])), [np.nan, np.inf])


def test_between_a_threshold_below_zero_and_zero_nothing_rises():
    x, dy = np.array([-0.5, 0.0, 0.5, 2.0, 2.5]), np.ones(5)
    y = activations.relu(x, threshold=-1.0, max_value=2.0)
    np.testing.assert_array_equal(y, [0, 0, 0.5, 2, 2])
    np.testing.assert_array_equal(activations.relu.vjp(dy, x, y, threshold=-1.0, max_value=2.0), [0, 1, 1, 1, 0])


@pytest.mark.parametrize(
    ("settings", "x", "slope"),
    [
        ({}, [-1.0, 0.0, 0.5, 2.0], [0, 0, 1, 1]),
        ({"negative_slope": 0.25}, [-1.0, 0.0, 0.5], [0.25, 0.25, 1]),
        ({"max_value": 6.0}, [-1.0, 0.0, 5.0, 6.0, 7.0], [0, 0, 1, 0, 0]),
        ({"max_value": 7.0}, [6.5, 7.0, 7.5], [1, 1, 0]),
        ({"max_value": 6.0, "threshold": 0.5}, [0.5, 6.0, 7.0], [0, 1, 0]),
        ({"max_value": 6.0, "negative_slope": 0.25}, [-1.0, 0.0, 5.0, 6.0, 7.0], [0.25, 0, 1, 0, 0]),
    ],
    ids=str,
)
def test_what_relu_does_at_a_kink_hangs_on_its_settings(settings, x, slope):
    x = np.array(x)
    y = activations.relu(x, **settings)
    np.testing.assert_array_equal(activations.relu.vjp(np.ones_like(x), x, y, **settings), slope)
    top, start, below = settings.get("max_value"), settings.get("threshold", 0.0), settings.get("negative_slope", 0.0)
    np.testing.assert_array_equal(y, np.where(x > start, np.minimum(x, np.inf if top is None else top), below * (x - start)))


def test_squareplus_without_rounding_off_is_relu_and_has_half_a_slope_at_its_kink():
    x = np.array([-2.0, 0.0, 3.0])
    y = activations.squareplus(x, b=0)
    np.testing.assert_array_equal(y, [0, 0, 3])
    np.testing.assert_array_equal(activations.squareplus.vjp(np.ones(3), x, y, b=0), [0, 0.5, 1])
