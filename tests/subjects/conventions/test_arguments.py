"""Arguments of layer objects: told other values than their defaults, and caught if they change nothing or the wrong thing."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

LEAKY = """import numpy as np
class LeakyReLU:
    def __init__(self, alpha=0.2):
        self.alpha = alpha
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.alpha * x)
    def backward(self, dout):
        return dout * np.where(self.x > 0, 1.0, self.alpha)
"""
SOFTMAX = """import numpy as np
class Softmax:
    def __init__(self, axis=-1):
        self.axis = axis
    def forward(self, x):
        e = np.exp(x - x.max(axis=self.axis, keepdims=True))
        self.y = e / e.sum(axis=self.axis, keepdims=True)
        return self.y
    def backward(self, dy):
        return self.y * (dy - np.sum(dy * self.y, axis=self.axis, keepdims=True))
"""
NORM = """import numpy as np
class LayerNorm:
    def __init__(self, dim, eps=1e-3):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        xhat = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps)
        return self.gamma * xhat + self.beta
"""
DENSE = """import numpy as np
class Dense:
    def __init__(self, n_in, n_out, activation="linear", use_bias=True):
        self.W, self.b = np.random.randn(n_in, n_out), np.zeros(n_out)
        self.activation, self.use_bias = activation, use_bias
        if activation not in ("linear", "relu", "tanh"):
            raise ValueError(activation)
    def forward(self, x):
        self.x = x
        z = x @ self.W
        if self.use_bias:
            z = z + self.b
        self.y = {"linear": z, "relu": np.maximum(z, 0), "tanh": np.tanh(z)}[self.activation]
        return self.y
    def backward(self, dy):
        dz = dy * {"linear": 1, "relu": self.y > 0, "tanh": 1 - self.y**2}[self.activation]
        self.dW, self.db = self.x.T @ dz, dz.sum(axis=0)
        return dz @ self.W.T
"""
SIZED = DENSE.replace(
    "if activation not in", "self.W *= activation == 'relu'\n        self.activation = 'linear'\n        if activation not in"
)
CALLED = DENSE.replace('activation="linear"', "activation=None").replace("if activation not in", "if activation and activation not in")
CALLED = CALLED.replace(
    '{"linear": z, "relu": np.maximum(z, 0), "tanh": np.tanh(z)}[self.activation]', "self.activation(z) if self.activation else z"
)
CALLED = CALLED.replace(' * {"linear": 1, "relu": self.y > 0, "tanh": 1 - self.y**2}[self.activation]', "")


def found(tmp_path, text):
    (one,) = examined(target_of(tmp_path, text)).values()
    return one


@pytest.mark.parametrize("text", [LEAKY, SOFTMAX, NORM, DENSE, SIZED, CALLED])
def test_right_code_matches(tmp_path, text):
    assert found(tmp_path, text).verdict == "match"


@pytest.mark.parametrize(
    ("text", "code", "argument", "value"),
    [
        (LEAKY.replace("1.0, self.alpha)", "1.0, 0.2)"), "negative-slope", "alpha", "0.2"),
        (LEAKY.replace("self.alpha = alpha", "self.alpha = 0.2"), "negative-slope", "alpha", "0.2"),
        (SOFTMAX.replace("self.axis = axis", "self.axis = -1"), "softmax-wrong-axis", "axis", "-1"),
        (NORM.replace("+ self.eps", "+ 1e-3"), "epsilon-value", "eps", "0.001"),
    ],
)
def test_an_argument_that_changes_nothing_is_named(tmp_path, text, code, argument, value):
    """Not the value that it was tried with is what it should be: what should stand there is the argument."""
    one = found(tmp_path, text)
    assert one.verdict == "deviation"
    (finding,) = [finding for finding in one.findings if not finding.note]
    assert finding.code == code
    assert finding.summary.startswith(f"the argument {argument} changes nothing in the ")
    assert finding.summary.endswith(f"where {value} is built in")


@pytest.mark.parametrize(
    ("right", "wrong", "setting"),
    [
        ("1 - self.y**2", "1 - self.y", ("activation", "tanh")),
        ("if self.use_bias:", "if True:", ("use_bias", False)),
    ],
)
def test_a_branch_that_no_default_reaches(tmp_path, right, wrong, setting):
    one = found(tmp_path, DENSE.replace(right, wrong))
    assert one.verdict == "mismatch"
    assert setting in one.counterexample.case.settings.items()


def test_an_activation_that_was_not_tried_is_said(tmp_path):
    told, silent = (found(tmp_path, text).understood.reading.adapter.details for text in (DENSE, CALLED))
    assert "it was tried without an activation alone" in silent
    assert not told
