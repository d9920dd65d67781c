"""Pools: averages are not asked for whole numbers, which Keras does not take; ties of a maximum over a whole image have their name;
windows may move by one without being told.
"""

from __future__ import annotations

import pytest

from comparisons.subjects.examined import Wishes
from tests.quickly import quickly
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
STRIDE_ONE = """import numpy as np
class MaxPool2d_stride1:
    def __init__(self, kernel):
        self.kernel = kernel
    def forward(self, A):
        self.A, (N, C, W, H) = A, A.shape
        self.where = {}
        Z = np.zeros((N, C, W - self.kernel + 1, H - self.kernel + 1))
        for n, c, i, j in np.ndindex(Z.shape):
            window = A[n, c, i : i + self.kernel, j : j + self.kernel]
            row, column = np.unravel_index(np.argmax(window), window.shape)
            self.where[n, c, i, j] = n, c, i + row, j + column
            Z[n, c, i, j] = window.max()
        return Z
    def backward(self, dLdZ):
        dLdA = np.zeros(self.A.shape)
        for place in np.ndindex(dLdZ.shape):
            dLdA[self.where[place]] += dLdZ[place]
        return dLdA
class MeanPool2d_stride1:
    def __init__(self, kernel):
        self.kernel = kernel
    def forward(self, A):
        self.A, (N, C, W, H) = A, A.shape
        Z = np.zeros((N, C, W - self.kernel + 1, H - self.kernel + 1))
        for i, j in np.ndindex(Z.shape[2:]):
            Z[:, :, i, j] = A[:, :, i : i + self.kernel, j : j + self.kernel].mean(axis=(2, 3))
        return Z
    def backward(self, dLdZ):
        dLdA = np.zeros(self.A.shape)
        for i, j in np.ndindex(dLdZ.shape[2:]):
            dLdA[:, :, i : i + self.kernel, j : j + self.kernel] += dLdZ[:, :, i : i + 1, j : j + 1] / self.kernel**2
        return dLdA
"""
WRONG_OF_STRIDE_ONE = {
    "assigned where windows overlap": ("MaxPool2d_stride1", "] += dLdZ[place]", "] = dLdZ[place]", "deviation"),
    "the place in the window alone": ("MaxPool2d_stride1", "n, c, i + row, j + column", "n, c, row, column", "mismatch"),
    "not divided": ("MeanPool2d_stride1", " / self.kernel**2", "", "deviation"),
    "one side of the window": ("MeanPool2d_stride1", "mean(axis=(2, 3))", "sum(axis=(2, 3)) / self.kernel", "mismatch"),
}


def only(tmp_path, text):
    (one,) = examined(target_of(tmp_path, text)).values()
    return one


def test_an_average_matches(tmp_path):
    one = only(tmp_path, AVERAGE)
    assert one.verdict == "match"
    assert "gradient of x" in one.understood.reading.grades


@pytest.mark.thorough
def test_every_tie_of_a_global_maximum_is_a_convention_of_its_own(tmp_path):
    one = only(tmp_path, LARGEST)
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("convention", ["pool-ties"])
    shared = LARGEST.replace("return self.mask *", "return self.mask / self.mask.sum(axis=(1, 2), keepdims=True) *")
    assert only(tmp_path, shared).verdict == "match"


def test_windows_that_move_by_one_match(tmp_path):
    found = examined(target_of(tmp_path, STRIDE_ONE))
    assert {name: (one.verdict, one.understood.pair.name) for name, one in found.items()} == {
        "MaxPool2d_stride1": ("match", "MaxPooling2D"),
        "MeanPool2d_stride1": ("match", "AveragePooling2D"),
    }
    assert all(one.understood.reading.adapter.pinned["strides"] == 1 for one in found.values())


@pytest.mark.parametrize("name", quickly(WRONG_OF_STRIDE_ONE, ("assigned where windows overlap", "one side of the window")))
def test_what_is_wrong_of_them_is_found(name, tmp_path):
    part, right, wrong, verdict = WRONG_OF_STRIDE_ONE[name]
    assert right in STRIDE_ONE
    one = examined(target_of(tmp_path, STRIDE_ONE.replace(right, wrong)), only=[part])[part]
    assert one.verdict == verdict, (one.findings, one.region, one.problem)


PADDED = """import numpy as np
class MaxPool2D:
    def __init__(self, k=3, stride=2, pad=1):
        self.k, self.stride, self.pad = k, stride, pad
    def forward(self, x):
        p, k, s = self.pad, self.k, self.stride
        x = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)), constant_values=-np.inf)
        h, w = (x.shape[1] - k) // s + 1, (x.shape[2] - k) // s + 1
        return np.stack([np.stack([x[:, i*s:i*s+k, j*s:j*s+k].max((1, 2)) for j in range(w)], 1) for i in range(h)], 1)
"""


@pytest.mark.parametrize(
    ("right", "wrong", "verdict", "said"),
    [
        ("", "", "match", False),
        (", constant_values=-np.inf", "", "deviation", False),
        ("        p, k, s", "        assert not self.pad\n        p, k, s", "match", True),
    ],
)
def test_a_pool_that_pads_by_default_is_padded_or_it_is_said(right, wrong, verdict, said, tmp_path):
    one = examined(target_of(tmp_path, PADDED.replace(right, wrong) if right else PADDED), Wishes())["MaxPool2D"]
    assert (one.verdict, any("padding of 1" in note for note in one.notes)) == (verdict, said)
