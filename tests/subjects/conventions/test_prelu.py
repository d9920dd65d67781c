"""A PReLU of one slope a feature; Keras's gradient is 0 at 0, which is the slope of neither side."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """import numpy as np

class PReLU:
    def __init__(self, n):
        self.alpha = np.full(n, 0.25)

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)

    def backward(self, d):
        self.dalpha = np.sum(OF_ALPHA, axis=0)
        return d * SLOPE
"""
OF_ALPHA, SLOPE = "d * self.x * (self.x < 0)", "np.where(self.x > 0, 1, np.where(self.x < 0, self.alpha, 0))"
BELOW, ABOVE = "np.where(self.x > 0, 1, self.alpha)", "np.where(self.x >= 0, 1, self.alpha)"


@pytest.mark.parametrize(
    ("of_alpha", "slope", "verdict", "codes"),
    [
        (OF_ALPHA, SLOPE, "match", []),
        (OF_ALPHA, BELOW, "convention", ["kink-at-zero"]),
        (OF_ALPHA, ABOVE, "convention", ["kink-at-zero"]),
        ("d * self.x", SLOPE, "deviation", ["relu-mask-wrong"]),
        (OF_ALPHA, "np.where(self.x > 0, 1, -self.alpha)", "mismatch", []),
    ],
)
def test_it_is_understood(of_alpha, slope, verdict, codes, tmp_path):
    (one,) = examined(target_of(tmp_path, TEXT.replace("OF_ALPHA", of_alpha).replace("SLOPE", slope))).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == (verdict, codes)
    assert one.understood.pair.reference_name == "keras.layers.PReLU"
    assert all("but 0" in found.fix for found in one.findings if found.code == "kink-at-zero")
