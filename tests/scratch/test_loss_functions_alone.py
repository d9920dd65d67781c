"""Losses as functions: their names, their derivatives, and what overflows on the way."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from scratch import losses

CLASSES = [part for name in losses.__all__ if isinstance(part := getattr(losses, name), type) and part is not losses.Loss]
FUNCTIONS = [name for name in losses.__all__ if isinstance(getattr(losses, name), losses.LossFunction)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_its_name_and_the_derivative_that_its_class_uses(name):
    function = getattr(losses, name)
    made = next(loss for loss in CLASSES if getattr(loss, "function", None) is function)(reduction="none", dtype="float64")
    assert function.__name__ == name
    assert name in repr(function)
    p = np.array([[0.5, 0.25, 0.25], [0.25, 0.125, 0.625]])
    t = np.array([0, 2]) if name.startswith("sparse") else np.eye(3)[[0, 2]]
    dy = np.array([2.0, -0.5])
    value, gradient = made.value_and_gradient(t, p, None, dy)
    np.testing.assert_array_equal(function(t, p), value)
    np.testing.assert_allclose(function.vjp(dy, t, p), gradient, rtol=1e-15)
    np.testing.assert_array_equal(function.vjp(dy.tolist(), t.tolist(), p), function.vjp(dy, t, p))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_called_by_hand_overflows_without_a_word_and_its_derivative_has_its_settings(name):
    function = getattr(losses, name)
    settings = [parameter for parameter in inspect.signature(function.function).parameters if parameter not in ("y_true", "y_pred")]
    if function.shared is None:  # otherwise value and derivative are one function
        assert set(settings) <= set(inspect.signature(function.vjp).parameters)
    huge = np.array([[1e200, -1e200, 1e200]])
    t = np.array([0]) if name.startswith("sparse") else np.array([[-1e200, 1e200, 0.0]])
    with np.errstate(all="raise", under="ignore"):
        function(t, huge)
        function.vjp(np.array([1e200]), t, huge)


def test_epsilon_itself_has_a_slope():
    epsilon = np.array([[1e-7]])
    assert losses.mean_squared_logarithmic_error.vjp(np.array([1.0]), np.array([[1.0]]), epsilon) < -1


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_its_name_and_says_what_it_is(name):
    function = getattr(losses, name)
    assert function.__name__ == name
    assert function.__doc__.strip()


def test_what_overflows_on_the_way_back_is_no_warning():
    with np.errstate(all="raise"):
        found = losses.mean_squared_error.vjp(np.array([1e308]), np.array([[0.0]]), np.array([[1e10]]))
    np.testing.assert_array_equal(found, [[np.inf]])


def test_a_function_of_ones_own_has_its_name_and_may_overflow():
    def doubled(y_true, y_pred):
        return 2 * (y_pred - y_true)[:, 0], lambda dy: 2 * dy[:, None]

    made = losses.LossFunction.with_pullback(doubled)
    assert made.__name__ == "doubled"
    with pytest.raises(ValueError, match=r"^doubled: expected y_true of the shape of y_pred"):
        made(np.ones((2, 3)), np.ones((2, 5)))
    y = np.array([[1e308]])
    with np.errstate(all="raise"):
        assert made(np.zeros((1, 1)), y) == made.vjp(y[0], np.zeros((1, 1)), y) == np.inf


def test_a_function_that_gives_value_and_way_back_is_asked_once():
    asked = []

    def doubled(y_true, y_pred):
        asked.append(y_pred)
        return 2 * (y_pred - y_true)[:, 0], lambda dy: 2 * dy[:, None]

    made = losses.LossFunction.with_pullback(doubled)
    value, pullback = made.value_and_pullback(np.zeros((2, 1)), np.array([[1.0], [2.0]]))
    assert (value.tolist(), pullback(np.array([3.0, 4.0])).tolist(), len(asked)) == ([2.0, 4.0], [[6.0], [8.0]], 1)


def test_a_derivative_of_ones_own_keeps_its_documentation():
    made = losses.LossFunction(lambda y_true, y_pred: (y_pred - y_true)[:, 0])

    @made.defvjp
    def slope(dy, y_true, y_pred):
        """dy, as it is."""
        return dy[:, None]

    assert (made.vjp.__doc__, made.vjp.__name__) == ("dy, as it is.", "slope")
