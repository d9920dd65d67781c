"""Functions and methods that return what goes back beside their value, `return y, pullback`: it is called, and judged."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

RIGHT = """import numpy as np
def linear(x, W, b):
    def pullback(dy):
        dx = dy @ W.T
        return dx, x.T @ dy, dy.sum(axis=0)
    return x @ W + b, pullback
def tanh(x):
    t = np.tanh(x)
    return t, lambda dy: dy * (1 - t**2)
def softmax_xent(logits, labels):
    z = logits - logits.max(1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(1, keepdims=True))
    n = len(labels)
    def pullback(dloss=1.0):
        d = np.exp(logp)
        d[range(n), labels] -= 1
        return d * dloss / n
    return -logp[range(n), labels].mean(), pullback
def mse(pred, target):
    d = pred - target
    return np.mean(d**2), d.shape, lambda dl: dl * 2 * d / d.size
class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.random.default_rng(0).normal(size=(n_in, n_out)), np.zeros(n_out)
    def forward(self, x):
        def backward(dy):
            self.dW, self.db = x.T @ dy, dy.sum(axis=0)
            return dy @ self.W.T
        return x @ self.W + self.b, backward
"""
WRONG = {
    "tanh": ("(1 - t**2)", "(1 - t) ** 2", "derivative-formula"),
    "linear": ("dy.sum(axis=0)\n    return", "dy.sum()\n    return", "bias-gradient-all-axes"),
    "softmax_xent": ("dloss / n", "dloss", "sum-not-mean"),
    "mse": ("dl * 2 * d", "-dl * 2 * d", "sign-flipped"),
    "Dense": ("dy.sum(axis=0)\n            return", "dy.mean(axis=0)\n            return", "bias-gradient-mean"),
}


def test_right_ones_match_with_their_gradients(tmp_path):
    found = examined(target_of(tmp_path, RIGHT))
    assert found.keys() == {"linear", "tanh", "softmax_xent", "mse", "Dense"}
    for one in found.values():
        assert one.verdict == "match", one.name
        assert "gradients" in {check.name for check in one.checks}, one.name
        assert "goes back by the function that it returns" in one.understood.reading.adapter.details


@pytest.mark.parametrize("name", quickly(WRONG, {"tanh", "softmax_xent"}))
def test_a_wrong_one_is_named(name, tmp_path):
    right, wrong, code = WRONG[name]
    assert RIGHT.count(right) == 1
    (one,) = examined(target_of(tmp_path, RIGHT.replace(right, wrong)), only=[name]).values()
    assert one.verdict == "deviation"
    assert [found.code for found in one.findings if found.counts] == [code]


def test_the_line_is_that_of_what_goes_back(tmp_path):
    from comparisons.subjects.pointing import line_of

    (one,) = examined(target_of(tmp_path, RIGHT), only=["mse"]).values()
    line = line_of(one.understood.sighting, "gradient of y_pred")
    assert "lambda dl" in RIGHT.split("\n")[line - 1]


def test_one_that_cannot_be_called_is_no_match(tmp_path):
    text = RIGHT.replace("return t, lambda dy: dy * (1 - t**2)", "return t, lambda dy, other: other[dy]")
    (one,) = examined(target_of(tmp_path, text), only=["tanh"]).values()
    assert one.verdict not in ("match", "convention")
