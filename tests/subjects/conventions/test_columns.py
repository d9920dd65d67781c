"""Layers of columns that divide the gradients of the weights by the number of samples: a convention, and one verdict for every form."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

FUNCTIONS = """import numpy as np
def linear_forward(A, W, b):
    return np.dot(W, A) + b, (A, W, b)
def linear_backward(dZ, cache):
    A, W, b = cache
    m = A.shape[1]
    dW = np.dot(dZ, A.T){kernel}
    db = np.sum(dZ, axis=1, keepdims=True){bias}
    return np.dot(W.T, dZ), dW, db
"""
CLASS = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out):
        self.W, self.b = np.random.randn(n_out, n_in), np.zeros((n_out, 1))
    def forward(self, A):
        self.A = A
        return np.dot(self.W, A) + self.b
    def backward(self, dZ):
        m = dZ.shape[1]
        self.dW = np.dot(dZ, self.A.T){kernel}
        self.db = np.sum(dZ, axis=1, keepdims=True){bias}
        return np.dot(self.W.T, dZ)
"""


@pytest.mark.parametrize("text", quickly([FUNCTIONS, CLASS], [FUNCTIONS]))
@pytest.mark.parametrize(
    ("kernel", "bias", "verdict", "codes"),
    [
        ("", "", "match", []),
        (" / m", " / m", "match", ["divided-in-layer"]),
        (" / m", "", "deviation mismatch", []),
        (" / m**2", " / m**2", "deviation", ["divided-in-layer"]),
    ],
)
def test_division_by_the_number_of_samples(tmp_path, text, kernel, bias, verdict, codes):
    (one,) = examined(target_of(tmp_path, text.format(kernel=kernel, bias=bias))).values()
    assert one.verdict in verdict.split()
    assert [finding.code for finding in one.findings if finding.note and finding.code != "dtype-drift"] == codes


@pytest.mark.parametrize("text", [FUNCTIONS, CLASS])
def test_what_divides_twice_is_named(tmp_path, text):
    (one,) = examined(target_of(tmp_path, text.format(kernel=" / m**2", bias=" / m**2"))).values()
    assert [finding.code for finding in one.findings if finding.counts] == ["divided-twice"]
