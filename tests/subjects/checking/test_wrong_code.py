"""Code that is wrong, fragile or ambiguous: what it is told."""

from __future__ import annotations

import pytest

from comparisons.reports.check_learner import told
from comparisons.subjects.examined import Wishes
from comparisons.subjects.rows import row_of
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

HEAD = "import numpy as np\n"
DENSE = """class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, dout):
        {backward}
"""

CASES = {
    "mutates-input": ("def relu(x):\n    x[x < 0] = 0\n    return x\n", "deviation"),
    "aliases-output": (
        "buffers = {}\ndef tanh(x):\n    out = buffers.setdefault(x.shape, np.empty(x.shape))\n    return np.tanh(x, out=out)\n",
        "deviation",
    ),
    "nondeterministic": (
        "rng = np.random.default_rng()\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x)) + 1e-3 * rng.random(x.shape)\n", "deviation",
    ),
    "global-state": ("def tanh(x):\n    np.random.seed(0)\n    return np.tanh(x)\n", "deviation"),
    "int-truncation": (
        "def sigmoid(x):\n    out = np.zeros_like(x)\n    out[...] = 1 / (1 + np.exp(-x))\n    return out\n", "deviation",
    ),
    "batch-of-one": ("def softsign(x):\n    y = np.squeeze(x)\n    return y / (1 + np.abs(y))\n", "deviation"),
    "accumulates-gradient": (
        DENSE.format(backward="self.dW += self.x.T @ dout; self.db += dout.sum(axis=0); return dout @ self.W.T"), "deviation",
    ),
    "mutates-cache": (
        DENSE.format(backward="self.dW = self.x.T @ dout; self.db = dout.sum(axis=0); self.x = 3 * self.x; return dout @ self.W.T"),
        "deviation",
    ),
    "bias-gradient-mean": (
        DENSE.format(backward="self.dW = self.x.T @ dout; self.db = dout.mean(axis=0); return dout @ self.W.T"), "deviation",
    ),
    "bias-gradient-all-axes": (
        DENSE.format(backward="self.dW = self.x.T @ dout; self.db = np.sum(dout); return dout @ self.W.T"), "deviation",
    ),
    "missing-transpose": (
        DENSE.format(backward="self.dW = self.x.T @ dout; self.db = dout.sum(axis=0); return dout @ self.W"), "deviation",
    ),
    "negative-slope": ("def leaky_relu(x, alpha=0.01):\n    return np.where(x > 0, x, alpha * x)\n", "convention"),
    "overflow": ("def softmax(x):\n    e = np.exp(x)\n    return e / e.sum(axis=-1, keepdims=True)\n", "deviation"),
    "dropout-keep-rate-swapped": (
        "class Dropout:\n    def __init__(self, p):\n        self.p = p\n    def forward(self, x):\n"
        "        self.mask = (np.random.rand(*x.shape) < self.p) / self.p\n        return x * self.mask\n"
        "    def backward(self, dout):\n        return dout * self.mask\n",
        "convention",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_what_is_wrong_is_named(tmp_path, code):
    text, verdict = CASES[code]
    (one,) = examined(target_of(tmp_path, HEAD + text)).values()
    assert code in [found.code for found in one.findings if found.counts], one.findings
    assert one.verdict == verdict


@pytest.mark.thorough
def test_a_gradient_that_is_not_that_of_its_value_fails_without_keras_too(tmp_path):
    text = (
        "class SoftmaxWithLoss:\n    def forward(self, x, t):\n        e = np.exp(x - x.max(axis=1, keepdims=True))\n"
        "        self.y = e / e.sum(axis=1, keepdims=True)\n        self.t = t\n"
        "        return -np.sum(t * np.log(np.clip(self.y, 1e-7, 1))) / len(t)\n"
        "    def backward(self, dout=1):\n        return 1.001 * dout * (self.y - self.t) / len(self.t)\n"
    )
    (one,) = examined(target_of(tmp_path, HEAD + text)).values()
    assert {check.name for check in one.checks if not check.passed} >= {"gradients", "directional"}
    assert one.verdict == "mismatch"


def test_another_floating_type_is_a_note(tmp_path):
    (one,) = examined(target_of(tmp_path, HEAD + "def tanh(x):\n    return np.tanh(x.astype(float))\n")).values()
    assert [(found.code, found.note) for found in one.findings] == [("dtype-drift", True)]
    assert one.verdict == "match"


def test_another_floating_type_counts_where_one_was_asked_for(tmp_path):
    target = target_of(tmp_path, HEAD + "def tanh(x):\n    return np.tanh(x.astype(float))\n")
    (one,) = examined(target, Wishes(examples=12, asked_dtype=True)).values()
    assert [(found.code, found.counts) for found in one.findings] == [("dtype-drift", True)]
    assert one.verdict == "deviation"


def test_what_nobody_can_guess_is_not_guessed(tmp_path):
    (one,) = examined(target_of(tmp_path, HEAD + "def relu(x, first, second):\n    return np.maximum(x, 0)\n")).values()
    assert one.verdict == "unrecognised"
    assert "nobody can guess how (x, first, second) is meant for relu" in one.message


def test_a_bug_in_one_part_does_not_hide_another(tmp_path):
    text = HEAD + "def tanh(x):\n    raise RuntimeError('boom')\ndef relu(x):\n    return np.maximum(x, 0)\n"
    found = examined(target_of(tmp_path, text))
    assert {name: one.verdict for name, one in found.items()} == {"tanh": "error", "relu": "match"}
    assert "boom" in str(found["tanh"].problem)
    assert found["tanh"].problem.line == 3


def test_a_wrong_forward_does_not_spoil_the_verdict_on_the_derivative(tmp_path):
    """The derivative is given Keras's output, not the candidate's."""
    text = HEAD + "def sigmoid(x):\n    return 1 / (1 + np.exp(-x)) + 0.25\ndef sigmoid_derivative(a):\n    return a * (1 - a)\n"
    (one,) = examined(target_of(tmp_path, text)).values()
    failing = {check.name for check in one.checks if not check.passed}
    assert "forward" in failing
    assert "gradients" not in failing


def test_a_part_without_its_way_back_says_so(tmp_path):
    (one,) = examined(target_of(tmp_path, HEAD + DENSE.format(backward="return dout @ self.W.T"))).values()
    assert any("not compared" in note and "gradient of kernel" in note for note in one.notes)


def test_what_goes_back_in_a_way_nobody_can_guess_is_no_match(tmp_path):
    """Its derivative may be wrong, and nothing has looked at it."""
    text = HEAD + "def tanh(x):\n    return np.tanh(x)\ndef tanh_backward(dout, x):\n    GRADS['x'] = dout\nGRADS = {}\n"
    (one,) = examined(target_of(tmp_path, text)).values()
    assert one.verdict == "unrecognised"
    assert one.message.startswith("only its output was checked: ")
    assert "tanh_backward" in one.message
    assert all(check.passed for check in one.checks)
    row = row_of(one, reproduce="parity check net.py:tanh")
    assert row["reference"] == "keras.activations.tanh"
    assert "only its output was checked" in told(row)


def test_the_message_fits_on_a_screen_and_names_the_line(tmp_path):
    target = target_of(tmp_path, HEAD + CASES["bias-gradient-all-axes"][0])
    (one,) = examined(target).values()
    said = told(row_of(one, reproduce="parity check net.py:Dense"))
    assert len(said.split("\n")) <= 24
    for words in ("you wrote", "it ", "because", "change", "self.db", "line 12", "bias-gradient-all-axes"):
        assert words in said


TAPE = """
class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self._backward, self._prev = data, 0.0, lambda: None, parents
    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))
        def _backward():
            self.grad, other.grad = out.grad, out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def backward(self):
        order = []
        def visit(v):
            if v not in order:
                for parent in v._prev:
                    visit(parent)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v._backward()
"""


def test_a_wrong_tape_of_single_numbers_has_its_region(tmp_path):
    (one,) = examined(target_of(tmp_path, TAPE)).values()
    assert one.verdict == "mismatch"
    assert "gradient of a" in one.region
