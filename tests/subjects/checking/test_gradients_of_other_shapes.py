"""A gradient of x that has not the shape of x is a mistake, and not something that was not found."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

DENSE = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, d):
        self.dW = self.x.T @ d
        self.db = d.sum(axis=0)
        return self.W @ d.T
"""
ATTRIBUTES = """import numpy as np
class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases
    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(self.weights, dvalues.T)
"""
FUNCTIONS = """import numpy as np
def affine_forward(x, w, b):
    return x @ w + b, (x, w)
def affine_backward(dout, cache):
    x, w = cache
    return w @ dout.T, x.T @ dout, dout.sum(axis=0)
"""
TRANSPOSED = {"layer object": DENSE, "attributes": ATTRIBUTES, "functions": FUNCTIONS}


@pytest.mark.parametrize("style", quickly(TRANSPOSED, ("layer object", "functions")))
def test_the_gradient_of_a_dense_layer_is_transposed(style, tmp_path):
    (one,) = examined(target_of(tmp_path, TRANSPOSED[style])).values()
    assert (one.verdict, [finding.code for finding in one.findings if finding.counts]) == ("deviation", ["missing-transpose"])


def test_what_goes_back_and_gives_no_gradient_of_x_is_still_right(tmp_path):
    """The first layer of a network needs none."""
    (one,) = examined(target_of(tmp_path, DENSE.replace("        return self.W @ d.T\n", ""))).values()
    assert one.verdict == "match"


CONV = """import numpy as np
def conv_forward(x, w, b, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    k, f = w.shape[0], w.shape[3]
    h, v = (xp.shape[1] - k) // stride + 1, (xp.shape[2] - k) // stride + 1
    out = np.zeros((len(x), h, v, f))
    for i in range(h):
        for j in range(v):
            s = xp[:, i * stride:i * stride + k, j * stride:j * stride + k]
            out[:, i, j] = np.tensordot(s, w, axes=([1, 2, 3], [0, 1, 2])) + b
    return out, (x, w, stride, pad)
def conv_backward(dout, cache):
    x, w, stride, pad = cache
    xp = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dxp, dw, k = np.zeros(xp.shape), np.zeros(w.shape), w.shape[0]
    for i in range(dout.shape[1]):
        for j in range(dout.shape[2]):
            a, c = slice(i * stride, i * stride + k), slice(j * stride, j * stride + k)
            dw += np.tensordot(xp[:, a, c], dout[:, i, j], axes=(0, 0))
            dxp[:, a, c] += np.tensordot(dout[:, i, j], w, axes=(1, 3))
    return CROPPED, dw, dout.sum(axis=(0, 1, 2))
"""


@pytest.mark.parametrize(
    ("cropped", "verdict"),
    [("dxp[:, pad:xp.shape[1] - pad, pad:xp.shape[2] - pad]", "match"), ("dxp[:, pad:-pad, pad:-pad]", "mismatch")],
    ids=["right", "empty without padding"],
)
def test_zeros_that_are_cropped_where_there_are_none(cropped, verdict, tmp_path):
    (one,) = examined(target_of(tmp_path, CONV.replace("CROPPED", cropped))).values()
    assert one.verdict == verdict


BATCHNORM = """import numpy as np
class BatchNorm:
    def __init__(self, n, momentum=0.99, eps=1e-3):
        self.gamma, self.beta = np.ones(n), np.zeros(n)
        self.running_mean, self.running_var = np.zeros(n), np.ones(n)
        self.momentum, self.eps = momentum, eps
    def forward(self, x, training=True):
        mean, var = (x.mean(axis=0), x.var(axis=0)) if training else (self.running_mean, self.running_var)
        if training:
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * KEPT
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
"""


@pytest.mark.parametrize(
    ("kept", "verdict"),
    [
        ("var", "match"),
        pytest.param("np.sqrt(var)", "deviation", marks=pytest.mark.thorough),
        pytest.param("mean", "deviation", marks=pytest.mark.thorough),
        ("abs(x).max(axis=0)", "mismatch"),
    ],
)
def test_averages_are_compared_without_a_way_back(kept, verdict, tmp_path):
    (one,) = examined(target_of(tmp_path, BATCHNORM.replace("KEPT", kept))).values()
    assert one.verdict == verdict


JACOBIAN = """import numpy as np
class SoftMax:
    def forward(self, x, axis=-1):
        e = np.exp(x - np.max(x, axis=axis, keepdims=True))
        return e / np.sum(e, axis=axis, keepdims=True)
    def derivative(self, x):
        s = x.reshape(-1, 1)
        return np.diagflat(s) - np.dot(s, s.T)
"""


def test_the_jacobian_of_one_sample_is_no_gradient_of_another_shape(tmp_path):
    (one,) = examined(target_of(tmp_path, JACOBIAN)).values()
    assert one.verdict == "match"
