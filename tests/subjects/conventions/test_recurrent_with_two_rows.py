"""Keras's own GRU, whose bias has a row for x and one for the state: kept in one array, as Keras does."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
def s(v):
    return 1 / (1 + np.exp(-v))
class GRU:
    def __init__(self, n_in, n_hidden):
        self.kernel = np.random.uniform(-1, 1, (n_in, 3 * n_hidden))
        self.recurrent_kernel = np.random.uniform(-1, 1, (n_hidden, 3 * n_hidden))
        self.bias = np.zeros((2, 3 * n_hidden))
        self.n = n_hidden
    def forward(self, x):
        h = np.zeros((len(x), self.n))
        for t in range(x.shape[1]):
            xz, xr, xh = np.split(x[:, t] @ self.kernel + self.bias[0], 3, axis=1)
            hz, hr, hh = np.split(h @ self.recurrent_kernel + self.bias[1], 3, axis=1)
            z, r = s(xz + hz), s(xr + hr)
            h = z * h + (1 - z) * np.tanh(xh + r * hh)
        return h
"""


def test_it_matches(tmp_path):
    one = examined(target_of(tmp_path, TEXT), only=["GRU"])["GRU"]
    assert one.verdict == "match"
    assert "bias" in one.understood.pair.specimen("float64", {}, training=True).inputs
