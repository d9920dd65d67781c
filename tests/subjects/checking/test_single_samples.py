"""A layer that loses an axis of one sample, and of one unit too, is told about the sample."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

SQUEEZED = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return np.squeeze(x @ self.W + self.b)
    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
"""


def test_squeezed_dense(tmp_path):
    (one,) = examined(target_of(tmp_path, SQUEEZED)).values()
    assert one.verdict == "deviation"
    assert [found.code for found in one.findings if found.counts] == ["batch-of-one"]
