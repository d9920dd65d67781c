"""Convolutions that are less common, under Keras's names, and layers that are compared in scratch alone."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.find import find_parts
from comparisons.subjects.worker import Worker
from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
def windows(x, k):
    return np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(1, 2))
class DepthwiseConv2D:
    def __init__(self, c, k=3):
        self.kernel, self.bias = np.random.randn(k, k, c, 1), np.zeros(c)
    def forward(self, x):
        return np.einsum('nhwcij,ijc->nhwc', windows(x, self.kernel.shape[0]), self.kernel[..., 0]) + self.bias
class SeparableConv2D:
    def __init__(self, c, f, k=3):
        self.depthwise_kernel, self.pointwise_kernel = np.random.randn(k, k, c, 1), np.random.randn(1, 1, c, f)
        self.bias = np.zeros(f)
    def forward(self, x):
        k = self.depthwise_kernel
        return np.einsum('nhwcij,ijc->nhwc', windows(x, len(k)), k[..., 0]) @ self.pointwise_kernel[0, 0] + self.bias
class Conv2DTranspose:
    def __init__(self, c, f, k, s):
        self.kernel, self.bias, self.s = np.random.randn(k, k, f, c), np.zeros(f), s
    def forward(self, x):
        (n, h, w, _), s, k = x.shape, self.s, len(self.kernel)
        out = np.zeros((n, (h - 1) * s + k, (w - 1) * s + k, self.bias.size))
        for i in range(h):
            for j in range(w):
                out[:, i * s:i * s + k, j * s:j * s + k] += np.einsum('nc,abfc->nabf', x[:, i, j], self.kernel)
        return out + self.bias
class CausalConv1D:
    def __init__(self, c, f, k):
        self.W, self.b = np.random.randn(k, c, f), np.zeros(f)
    def forward(self, x):
        k = len(self.W)
        x = np.pad(x, ((0, 0), (k - 1, 0), (0, 0)))
        return sum(x[:, i:x.shape[1] - k + 1 + i] @ self.W[i] for i in range(k)) + self.b
class RepeatVector:
    def __init__(self, n):
        self.n = n
    def forward(self, x):
        return np.stack([x] * self.n, axis=1)
    def backward(self, g):
        return g.sum(axis=1)
class Reshape:
    def __init__(self, *shape):
        self.target = shape
    def forward(self, x):
        self.shape = x.shape
        return x.reshape((len(x),) + self.target)
    def backward(self, g):
        return g.reshape(self.shape)
class Add:
    def forward(self, a, b):
        return a + b
    def backward(self, g):
        return g, g
"""
WRONG = {
    "DepthwiseConv2D": ("+ self.bias", "- self.bias"),
    "SeparableConv2D": ("[0, 0] + self.bias", "[0, 0] - self.bias"),
    "Conv2DTranspose": ("nc,abfc", "nc,bafc"),
    "CausalConv1D": ("(k - 1, 0)", "(0, k - 1)"),
    "RepeatVector": ("g.sum(axis=1)", "g.mean(axis=1)"),
    "Reshape": ("x.reshape((len(x),) + self.target)", "x.reshape((len(x),) + self.target[::-1])"),
}


@pytest.mark.parametrize("name", some(WRONG, 2))
def test_right_ones_match_and_wrong_ones_do_not(name, tmp_path):
    right, wrong = WRONG[name]
    assert examined(target_of(tmp_path, TEXT), only=[name])[name].verdict == "match"
    text = TEXT.replace(right, wrong)
    assert text != TEXT
    assert examined(target_of(tmp_path, text, "wrong.py"), only=[name])[name].verdict in ("mismatch", "deviation")


def test_what_is_not_understood_is_said(tmp_path):
    with Worker(target_of(tmp_path, TEXT).source, isolation="process") as worker:
        _, alone = find_parts(Session(worker).members(), "subject")
    assert {one.name: one.why for one in alone if one.named} == {
        "Add": "a layer of several inputs: Keras has that, and parity does not check it in code of others"
    }
