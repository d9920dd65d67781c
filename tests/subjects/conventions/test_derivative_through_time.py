"""A wrong derivative of tanh inside a recurrent layer is named, though it shows in every gradient."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = [pytest.mark.keras, pytest.mark.thorough]

TEXT = """import numpy as np

def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h, prev = np.zeros((N, T, h0.shape[1])), h0
    for t in range(T):
        prev = np.tanh(x[:, t] @ Wx + prev @ Wh + b)
        h[:, t] = prev
    return h, (x, h0, Wx, Wh, b, h)

def rnn_backward(dh, cache):
    x, h0, Wx, Wh, b, h = cache
    N, T, H = dh.shape
    dx, dWx, dWh, db = np.zeros_like(x), np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    dprev = np.zeros((N, H))
    for t in range(T - 1, -1, -1):
        da = (dh[:, t] + dprev) * SLOPE
        prev = h[:, t - 1] if t > 0 else h0
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += prev.T @ da
        db += da.sum(axis=0)
        dprev = da @ Wh.T
    return dx, dprev, dWx, dWh, db
"""


@pytest.mark.parametrize(
    ("slope", "verdict", "codes"),
    [
        ("(1 - h[:, t] ** 2)", "match", []),
        ("(1 - h[:, t])", "deviation", ["derivative-formula"]),
        ("1", "deviation", ["derivative-omitted"]),
    ],
)
def test_it_is_named(slope, verdict, codes, tmp_path):
    (one,) = examined(target_of(tmp_path, TEXT.replace("SLOPE", slope))).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == (verdict, codes)
