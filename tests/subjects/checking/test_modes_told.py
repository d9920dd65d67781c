"""Layers whose forward is not told whether it is training: inference is compared too, through `eval()` or an attribute."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

NORM = """import numpy as np

class BatchNorm1d:
    def __init__(self, num_features, eps=1e-3, momentum=0.99):
        self.gamma, self.beta = np.ones(num_features), np.zeros(num_features)
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum, self.training = eps, momentum, True
METHODS
    def forward(self, x):
        if self.training:
            mean, var = x.mean(0), x.var(0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mean, var = self.running_mean, INFERENCE
        self.std = np.sqrt(var + self.eps)
        self.normed = (x - mean) / self.std
        return self.gamma * self.normed + self.beta

    def backward(self, dy):
        self.dgamma, self.dbeta = (dy * self.normed).sum(0), dy.sum(0)
        d = dy * self.gamma
        return (d - d.mean(0) - self.normed * (d * self.normed).mean(0)) / self.std
"""
METHODS = "    def train(self): self.training = True\n    def eval(self): self.training = False\n"


@pytest.mark.parametrize("methods", [pytest.param(METHODS, id="methods", marks=pytest.mark.thorough), pytest.param("", id="attribute")])
def test_a_mistake_in_inference_is_seen(methods, tmp_path):
    text = NORM.replace("METHODS\n", methods)
    (right,) = examined(target_of(tmp_path, text.replace("INFERENCE", "self.running_var"), "right.py")).values()
    (wrong,) = examined(target_of(tmp_path, text.replace("INFERENCE", "x.var(0)"), "wrong.py")).values()
    assert (right.verdict, wrong.verdict) == ("match", "mismatch")


DROPOUT = """import numpy as np

class Dropout:
    def __init__(self, rate=0.5):
        self.rate, self.train_mode = rate, True

    def forward(self, x):
        if not self.train_mode:
            return RESULT
        self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
        return x * self.mask

    def backward(self, dy):
        return dy * self.mask
"""


@pytest.mark.parametrize(("result", "right"), [("x * 1.0", True), ("x * (1 - self.rate)", False)])
def test_a_dropout_in_inference_is_compared(result, right, tmp_path):
    (one,) = examined(target_of(tmp_path, DROPOUT.replace("RESULT", result))).values()
    assert (one.verdict == "match") == right, one.findings
