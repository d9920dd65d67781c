"""A layer that updates its weights by a rule of its own shows no gradient: its output and dx are checked, and what was not is said."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

START = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out, learning_rate=0.001):
        self.W, self.b, self.lr = np.random.randn(n_in, n_out), np.zeros(n_out), learning_rate
        self.m, self.v = [0 * self.W, 0 * self.b], [0 * self.W, 0 * self.b]
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        dx = grad @ self.W.T
        for n, (w, g) in enumerate(((self.W, self.x.T @ grad), (self.b, grad.sum(axis=0)))):
            STEP
        return dx
"""
ADAM = """self.m[n] = 0.9 * self.m[n] + 0.1 * g
            self.v[n] = 0.999 * self.v[n] + 0.001 * g**2
            w -= self.lr * (self.m[n] / 0.1) / (np.sqrt(self.v[n] / 0.001) + 1e-8)"""
ADAGRAD = """self.v[n] += g**2
            w -= self.lr * g / np.sqrt(self.v[n] + 0.1)"""
OWN = {
    "Adam": START.replace("STEP", ADAM),
    "Adagrad": START.replace("STEP", ADAGRAD),
    "clipped": START.replace("STEP", "w -= self.lr * np.clip(g, -1, 1)"),
    "a rate of its own": START.replace("STEP", "w -= 0.01 * g").replace(", learning_rate=0.001", "").replace("learning_rate", "0.1"),
}
TELLING = {
    "a plain step": START.replace("STEP", "w -= self.lr * g"),
    "a velocity": START.replace("STEP", "self.m[n] = 0.9 * self.m[n] - self.lr * g\n            w += self.m[n]"),
}


@pytest.mark.parametrize("name", quickly(OWN, {"Adam"}))
def test_a_rule_of_its_own_is_no_gradient(name, tmp_path):
    (one,) = examined(target_of(tmp_path, OWN[name])).values()
    assert one.verdict == "unrecognised"
    assert "a rule of its own" in one.message
    assert all(check.passed for check in one.checks)
    assert one.understood.pair.manner.offers == {"output", "gradient of x"}


@pytest.mark.parametrize("name", quickly(OWN, {"Adagrad"}))
def test_a_wrong_gradient_of_x_beside_it_is_seen(name, tmp_path):
    (one,) = examined(target_of(tmp_path, OWN[name].replace("grad @ self.W.T", "2 * grad @ self.W.T"))).values()
    assert one.verdict in ("deviation", "mismatch")


@pytest.mark.parametrize("name", quickly(TELLING, {"a velocity"}))
def test_a_step_that_is_proportional_tells_it(name, tmp_path):
    (one,) = examined(target_of(tmp_path, TELLING[name])).values()
    assert one.verdict == "match"
    assert {"gradient of kernel", "gradient of bias"} <= one.understood.pair.manner.offers
