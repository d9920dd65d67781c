"""Modules of courses, right and wrong: gradients called dL/dA, samples as columns, losses beside what hands their gradient through."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

MODULES = """
import numpy as np


class ReLU:
    def forward(self, Z):
        self.A = np.maximum(0, Z)
        return self.A

    def backward(self, dLdA):
        return dLdA * np.where(self.A > 0, 1, 0)


class Tanh:
    def forward(self, Z):
        self.A = np.tanh(Z)
        return self.A

    def backward(self, above):
        return above * (1 - self.A**2)


class SoftMax:
    def forward(self, Z):
        e = np.exp(Z - Z.max(axis=0, keepdims=True))
        return e / e.sum(axis=0, keepdims=True)

    def backward(self, dLdZ):
        return dLdZ


class NLL:
    def forward(self, Ypred, Y):
        self.Ypred, self.Y = Ypred, Y
        return -np.sum(Y * np.log(Ypred + 1e-12)) / Y.shape[1]

    def backward(self):
        return (self.Ypred - self.Y) / self.Y.shape[1]


class Linear:
    def __init__(self, m, n):
        self.m, self.n = m, n
        self.W0 = np.zeros([n, 1])
        self.W = np.random.normal(0, m**-0.5, [m, n])

    def forward(self, A):
        self.A = A
        return self.W.T @ A + self.W0

    def backward(self, dLdZ):
        self.dLdW = self.A @ dLdZ.T
        self.dLdW0 = dLdZ.sum(axis=1, keepdims=True)
        return self.W @ dLdZ


class BatchNorm:
    def __init__(self, m):
        self.eps = 1e-3
        self.B = np.zeros([m, 1])
        self.G = np.random.normal(0, m**-0.5, [m, 1])

    def forward(self, A):
        self.A, self.K = A, A.shape[1]
        self.mus, self.vars = A.mean(axis=1, keepdims=True), A.var(axis=1, keepdims=True)
        self.norm = (A - self.mus) / np.sqrt(self.vars + self.eps)
        return self.G * self.norm + self.B

    def backward(self, dLdZ):
        self.dLdB = np.sum(dLdZ, axis=1, keepdims=True)
        self.dLdG = np.sum(dLdZ * self.norm, axis=1, keepdims=True)
        d = dLdZ * self.G
        centred = d - d.mean(axis=1, keepdims=True) - self.norm * (d * self.norm).mean(axis=1, keepdims=True)
        return centred / np.sqrt(self.vars + self.eps)


class Network:
    def __init__(self, sizes):
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = np.tanh(np.dot(w, a) + b)
        return a

    def backprop(self, x, y):
        return [self.feedforward(x) - y]
"""
FUNCTIONS = """
import numpy as np


def lin(x, w, b):
    return x @ w + b


def lin_grad(inp, out_g, w, b):
    return out_g @ w.T, inp.T @ out_g, out_g.sum(0)


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def naiveSoftmaxLossAndGradient(center, index, outside):
    y_hat = softmax((outside @ center)[None])[0]
    y_hat[index] -= 1
    return outside.T @ y_hat


def onehot(y, num_labels):
    out = np.zeros((len(y), num_labels))
    out[np.arange(len(y)), y] = 1
    return out


def mse_loss(targets, probas, num_labels=10):
    return np.mean((onehot(targets, num_labels) - probas) ** 2)


def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))


class Mae:
    def __call__(self, inp, targ):
        return np.abs(inp - targ).mean()


def batch_norm(X, gamma, beta, moving_mean, moving_var, eps, momentum, training=True):
    if not training:
        X_hat = (X - moving_mean) / np.sqrt(moving_var + eps)
    else:
        if len(X.shape) == 2:
            mean, var = X.mean(axis=0), X.var(axis=0)
        else:
            mean = X.mean(axis=(0, 2, 3), keepdims=True)
            var = ((X - mean) ** 2).mean(axis=(0, 2, 3), keepdims=True)
        X_hat = (X - mean) / np.sqrt(var + eps)
        moving_mean = momentum * moving_mean + (1.0 - momentum) * mean
        moving_var = momentum * moving_var + (1.0 - momentum) * var
    return gamma * X_hat + beta, moving_mean, moving_var


def max_pool_forward(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    H_out, W_out = 1 + (x.shape[2] - HH) // stride, 1 + (x.shape[3] - WW) // stride
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW].max(axis=(2, 3))
    return out, (x, pool_param)
"""
RECURRENT = """
import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x, axis=0))
    return e / e.sum(axis=0)


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + parameters["ba"])
    return a_next, softmax(np.dot(Wya, a_next) + parameters["by"])
"""
FILES = {"modules": MODULES, "functions": FUNCTIONS, "recurrent": RECURRENT}
RIGHT = {
    "modules": {
        "ReLU": "match", "Tanh": "match", "SoftMax": "convention", "NLL": "convention", "Linear": "match", "BatchNorm": "match",
    },
    "functions": {
        "lin": "match", "softmax": "match", "mse_loss": "unrecognised", "nonlin": "match", "Mae": "match", "batch_norm": "match",
        "max_pool_forward": "match", "naiveSoftmaxLossAndGradient": "unrecognised",
    },
    "recurrent": {"softmax": "match", "rnn_cell_forward": "match"},
}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_right_code_is_called_right(file, tmp_path):
    found = examined(target_of(tmp_path, FILES[file]))
    assert {name: one.verdict for name, one in found.items()} == RIGHT[file]


MISTAKES = {
    "dL/dA forgotten": ("modules", "ReLU", "dLdA * np.where(self.A > 0, 1, 0)", "np.where(self.A > 0, 1, 0)", "upstream-ignored"),
    "an upstream gradient of any name": ("modules", "Tanh", "above * (1 - self.A**2)", "1 - self.A**2", "upstream-ignored"),
    "gradients exchanged": ("modules", "BatchNorm", "dLdZ * self.norm, axis=1", "dLdZ, axis=1", "derivative-formula"),
    "gradient of the loss not at the logits": (
        "modules", "SoftMax", "return (self.Ypred - self.Y) / self.Y.shape[1]", "return -self.Y / self.Ypred / self.Y.shape[1]",
        "derivative-omitted",
    ),
    "mean for sum": ("functions", "lin", "out_g.sum(0)", "out_g.mean(0)", "bias-gradient-mean"),
    "averages": (
        "functions", "batch_norm", "momentum * moving_var + (1.0 - momentum) * var", "(1.0 - momentum) * moving_var + momentum * var",
        "batchnorm-momentum-swapped",
    ),
    "of images alone": ("functions", "batch_norm", "((X - mean) ** 2).mean", "np.abs(X - mean).mean", ""),
    "height for width": ("functions", "max_pool_forward", "(x.shape[3] - WW)", "(x.shape[3] - HH)", ""),
}  # fmt: skip
QUICK = ("dL/dA forgotten", "averages")


@pytest.mark.parametrize("mistake", quickly(MISTAKES, QUICK))
def test_a_mistake_is_seen(mistake, tmp_path):
    file, name, right, wrong, code = MISTAKES[mistake]
    assert right in FILES[file]
    found = examined(target_of(tmp_path, FILES[file].replace(right, wrong)), only=[name])[name]
    codes = [finding.code for finding in found.findings if finding.counts and finding.kind == "D"]
    assert (found.verdict, codes) == (("deviation", [code]) if code else ("mismatch", []))
