"""Pools: averages are not asked for whole numbers, which Keras does not take; ties of a maximum over a whole image have their name."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

AVERAGE = """import numpy as np
class AvgPool2D:
    def __init__(self, pool_size=2):
        self.k = pool_size
    def forward(self, x):
        n, h, w, c = x.shape
        self.shape = x.shape
        return x.reshape(n, h // self.k, self.k, w // self.k, self.k, c).mean(axis=(2, 4))
    def backward(self, dout):
        return np.repeat(np.repeat(dout, self.k, axis=1), self.k, axis=2) / self.k**2
"""
LARGEST = """import numpy as np
class GlobalMaxPool2D:
    def forward(self, x):
        out = x.max(axis=(1, 2))
        self.mask = x == out[:, None, None, :]
        return out
    def backward(self, dout):
        return self.mask * dout[:, None, None, :]
"""


def only(tmp_path, text):
    (one,) = examined(target_of(tmp_path, text)).values()
    return one


def test_an_average_matches(tmp_path):
    one = only(tmp_path, AVERAGE)
    assert one.verdict == "match"
    assert "gradient of x" in one.understood.reading.grades


def test_every_tie_of_a_global_maximum_is_a_convention_of_its_own(tmp_path):
    one = only(tmp_path, LARGEST)
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("convention", ["pool-ties"])
    shared = LARGEST.replace("return self.mask *", "return self.mask / self.mask.sum(axis=(1, 2), keepdims=True) *")
    assert only(tmp_path, shared).verdict == "match"
