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
