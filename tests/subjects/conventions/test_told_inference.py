"""What is told that it is not training, `eval=True`, is compared in both modes; so is a normalization with names of two letters."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

NORM = """import numpy as np
class BatchNorm1d:
    def __init__(self, num_features, alpha=0.9, eps=1e-3):
        self.alpha, self.eps = alpha, eps
        self.BW, self.Bb = np.ones((1, num_features)), np.zeros((1, num_features))
        self.dLdBW, self.dLdBb = np.zeros((1, num_features)), np.zeros((1, num_features))
        self.running_M, self.running_V = np.zeros((1, num_features)), np.ones((1, num_features))
    def forward(self, Z, eval=False):
        self.Z, self.M, self.V = Z, np.mean(Z, axis=0, keepdims=True), np.var(Z, axis=0, keepdims=True)
        if eval:
            self.NZ = (Z - self.running_M) / np.sqrt(self.running_V + self.eps)
        else:
            self.NZ = (Z - self.M) / np.sqrt(self.V + self.eps)
            self.running_M = self.alpha * self.running_M + (1 - self.alpha) * self.M
            self.running_V = self.alpha * self.running_V + (1 - self.alpha) * self.V
        return self.BW * self.NZ + self.Bb
    def backward(self, dLdBZ):
        n, sd = len(self.Z), np.sqrt(self.V + self.eps)
        self.dLdBW = np.sum(dLdBZ * self.NZ, axis=0, keepdims=True)
        self.dLdBb = np.sum(dLdBZ, axis=0, keepdims=True)
        dLdNZ = dLdBZ * self.BW
        dLdV = np.sum(dLdNZ * self.NZ, axis=0) / sd**2 / -2
        return dLdNZ / sd + dLdV * 2 / n * (self.Z - self.M) - np.sum(dLdNZ, axis=0) / sd / n
"""
NORM_FUNCTION = """import numpy as np
def batchnorm(x, gamma, beta, running_mean, running_var, is_test):
    mean, var = (running_mean, running_var) if is_test else (x.mean(axis=0), x.var(axis=0))
    return gamma * (x - mean) / np.sqrt(var + 1e-3) + beta
"""
DROPOUT = """import numpy as np
class Dropout:
    def __init__(self, p=0.5):
        self.p = p
    def forward(self, x, testing=False):
        if testing:
            return x
        self.mask = (np.random.rand(*x.shape) >= self.p) / (1 - self.p)
        return x * self.mask
    def backward(self, dout):
        return dout * self.mask
"""
RIGHT = {"a normalization": NORM, "dropout": DROPOUT, "a function": NORM_FUNCTION}
WRONG = {
    "statistics of the batch": (NORM, "(Z - self.running_M) / np.sqrt(self.running_V", "(Z - self.M) / np.sqrt(self.V", "deviation"),
    "a sum, not a mean": (NORM, "np.sum(dLdNZ, axis=0) / sd / n", "np.sum(dLdNZ, axis=0) / sd", "mismatch"),
    "gradients exchanged": (NORM, "        self.dLdBb = np.sum(dLdBZ,", "        self.dLdBb = np.sum(dLdBZ * self.NZ,", "mismatch"),
    "the other mode": (NORM, "if eval:", "if not eval:", "mismatch"),
    "dropped in inference": (DROPOUT, "if testing:", "if not testing and testing:", "mismatch"),
    "a function of the batch": (NORM_FUNCTION, "(running_mean, running_var) if", "(x.mean(axis=0), running_var) if", "mismatch"),
}
QUICK = ("a normalization", "statistics of the batch")


@pytest.mark.parametrize("name", quickly(RIGHT, QUICK))
def test_right_ones_match(name, tmp_path):
    (one,) = examined(target_of(tmp_path, RIGHT[name])).values()
    assert one.verdict == "match", (one.findings, one.region, one.problem)
    assert one.understood.reading.adapter.tells_mode


@pytest.mark.parametrize("name", quickly(WRONG, QUICK))
def test_wrong_ones_are_found(name, tmp_path):
    text, right, wrong, verdict = WRONG[name]
    assert right in text
    (one,) = examined(target_of(tmp_path, text.replace(right, wrong))).values()
    assert one.verdict == verdict, (one.findings, one.region, one.problem)
