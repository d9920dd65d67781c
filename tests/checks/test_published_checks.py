"""Ways of checking that are published and used, each with wrong code that passes it, and is caught here.

Every test does both: the published check, as people write it, has to be content with the wrong code (else it shows nothing),
and ours must not be.
"""

from __future__ import annotations

import numpy as np
import pytest

from scratch import activations, optimizers
from tests.checks.saboteurs import Saboteur, sabotaged
from tests.checks.test_saboteurs import transposed_if_square
from tests.checks.test_saboteurs_optimizers import changed

pytestmark = pytest.mark.keras

X = np.random.default_rng(3).normal(size=(4, 4))


def numerical(f, x, upstream, h=1e-5):
    """d(sum(upstream * f(x))) / dx by central differences, entry by entry."""
    found = np.zeros_like(x)
    for at in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[at] = h
        found[at] = np.sum(upstream * (f(x + step) - f(x - step))) / (2 * h)
    return found


def caught(check, what, bug, pair, dtype="float64"):
    result = Saboteur(check, what, sabotaged(pair, bug), dtype).caught()
    return not result.passed and result.counterexample is not None


def test_upstream_of_ones_on_a_softmax():
    """Each row of a softmax sums to 1 whatever x is: for an upstream gradient of ones the right answer is 0, and so is many a wrong one."""

    def wrong_gradient(p, dy):
        return 3 * p * (dy - np.sum(dy * p, axis=-1, keepdims=True))

    p, ones = activations.softmax(X), np.ones_like(X)
    np.testing.assert_allclose(wrong_gradient(p, ones), numerical(activations.softmax, X, ones), atol=1e-7)

    def bug(right, case):
        outcome = right(case)
        return {**outcome, "gradient of x": wrong_gradient(outcome["output"], case.upstream(case.x.shape)).astype(case.dtype)}

    assert caught("gradients", "three times too large", bug, "softmax")
    assert caught("directional", "three times too large", bug, "softmax")


def test_nan_counted_as_no_error():
    """`errors = np.sum(np.abs(a - b) > tolerance)`: a comparison with NaN is false."""
    exact = 1 - np.tanh(X) ** 2
    assert np.sum(np.abs(exact * np.nan - exact) > 1e-7) == 0

    def bug(right, case):
        outcome = right(case)
        return {**outcome, "gradient of x": outcome["gradient of x"] * np.nan}

    assert caught("gradients", "NaN", bug, "tanh")
    assert caught("directional", "NaN", bug, "tanh")


def test_gradients_half_zero_averaged_away():
    """The mean of the errors over a tensor: what is missing in one half has both signs, and cancels."""

    def half_zero(gradient):
        changed = gradient.copy()
        changed[..., 1::2] = 0
        return changed

    upstream = np.where(np.arange(4)[:, None] % 2, 1.0, -1.0) * np.ones((4, 4))
    exact = upstream * (1 - np.tanh(np.tile(X[0], (4, 1))) ** 2)  # four samples alike
    assert abs(np.mean(half_zero(exact) - exact)) < 1e-12

    def bug(right, case):
        outcome = right(case)
        return {**outcome, "gradient of x": half_zero(outcome["gradient of x"])}

    assert caught("gradients", "every other column", bug, "tanh")
    assert caught("directional", "every other column", bug, "tanh")


def test_means_of_tensors_compared():
    """`np.isclose(a.mean(), b.mean())`: whatever the order of the entries."""

    def turned(values):
        return values[..., ::-1].copy()

    assert np.isclose(turned(np.tanh(X)).mean(), np.tanh(X).mean())
    assert caught("forward", "columns in reverse", lambda right, case: {**right(case), "output": turned(right(case)["output"])}, "tanh")


def steps_of(optimizer, gradients):
    w = np.ones(4, dtype="float32")
    optimizer.build([w])
    for gradient in gradients:
        optimizer.apply([gradient.astype("float32")], [w])
    return w


@pytest.mark.parametrize(
    ("what", "wrong", "steps", "tolerance"),
    [
        ("epsilon 1e-8 for 1e-7: the weights after ten steps are alike to five digits", {"epsilon": 1e-8}, 10, 1e-5),
        ("beta_2 0.99 for 0.999: the first step is the sign of the gradient, whatever beta_2", {"beta_2": 0.99}, 1, 1e-5),
    ],
)
def test_adam_compared_by_a_few_steps_on_usual_gradients(what, wrong, steps, tolerance):
    gradients = np.random.default_rng(5).normal(size=(steps, 4))
    np.testing.assert_allclose(steps_of(optimizers.Adam(**wrong), gradients), steps_of(optimizers.Adam(), gradients), rtol=tolerance)
    for dtype in ("float64", "float32"):
        result = Saboteur("updates", what, changed("Adam", **wrong), dtype).caught(40)
        assert not result.passed
        assert result.counterexample is not None


def test_square_weights_transposed():
    """Shapes agree, training works; with as many inputs as units nothing but the numbers tells."""
    kernel = np.random.default_rng(1).normal(size=(4, 4))
    assert (X @ kernel.T).shape == (X @ kernel).shape
    assert caught("forward", "transposed", transposed_if_square, "Dense")
