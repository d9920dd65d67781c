"""Moving averages with names that say nothing are found by what they do, and compared."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

NORM = """import numpy as np
class BatchNorm:
    def __init__(self, n, momentum=0.99, eps=1e-3):
        self.gamma, self.beta, self.momentum, self.eps = np.ones(n), np.zeros(n), momentum, eps
        self.mu, self.var = np.zeros(n), np.ones(n)
    def forward(self, x, training=False):
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.mu = self.momentum * self.mu + (1 - self.momentum) * mu
            self.var = self.momentum * self.var + (1 - self.momentum) * var
        else:
            mu, var = self.mu, self.var
        self.std = np.sqrt(var + self.eps)
        self.xn = (x - mu) / self.std
        return self.gamma * self.xn + self.beta
    def backward(self, dout):
        self.dgamma, self.dbeta = np.sum(dout * self.xn, axis=0), np.sum(dout, axis=0)
        d = dout * self.gamma
        return (d - d.mean(axis=0) - self.xn * (d * self.xn).mean(axis=0)) / self.std
"""
OTHER_NAMES = NORM.replace("self.mu", "self.first").replace("self.var", "self.second")
MEAN_MOVES = "self.mu = self.momentum * self.mu + (1 - self.momentum) * mu"
ROOT = "self.std = np.sqrt(var + self.eps)"
MISTAKES = {
    "the mean for the variance": ("(1 - self.momentum) * var\n", "(1 - self.momentum) * mu\n", "value-formula"),
    "the mean stays": (MEAN_MOVES, "self.mu = self.mu * 1", None),
    "inference without the root": (ROOT, f"{ROOT} ** (1 + (not training))", "value-formula"),
    "swapped": (MEAN_MOVES, "self.mu = (1 - self.momentum) * self.mu + self.momentum * mu", None),
}


@pytest.mark.parametrize("text", quickly([NORM, OTHER_NAMES], {OTHER_NAMES}), ids=["mu and var", "first and second"])
def test_they_are_compared(text, tmp_path):
    (one,) = examined(target_of(tmp_path, text)).values()
    assert one.verdict == "match"
    assert not any("not compared" in note for note in one.notes)
    assert {"state moving_mean", "state moving_variance"} <= one.understood.pair.manner.offers


@pytest.mark.parametrize("name", quickly(MISTAKES, {"the mean for the variance"}))
def test_a_mistake_in_them_is_seen(name, tmp_path):
    right, wrong, code = MISTAKES[name]
    assert NORM.count(right) == 1
    (one,) = examined(target_of(tmp_path, NORM.replace(right, wrong))).values()
    assert one.verdict not in ("match", "convention") or one.findings
    assert code is None or [found.code for found in one.findings if found.counts] == [code]
