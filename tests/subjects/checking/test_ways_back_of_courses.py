"""Ways back that take input, output and upstream gradient, return gradients in any order, or call an output by the input's name."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

THREE = """
import numpy as np


class AffineLayer:
    def __init__(self, input_dim, output_dim):
        self.weights = np.random.normal(size=(output_dim, input_dim))
        self.biases = np.zeros(output_dim)

    def fprop(self, inputs):
        return inputs.dot(self.weights.T) + self.biases

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs.dot(self.weights)


class SigmoidLayer:
    def fprop(self, inputs):
        return 1.0 / (1.0 + np.exp(-inputs))

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * outputs * (1.0 - outputs)


class TanhLayer:
    def fprop(self, inputs):
        return np.tanh(inputs)

    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs * (1.0 - outputs**2)
"""
ORDERS = """
import numpy as np


def linear(x, W, b):
    return x @ W + b


def linear_backward(x, W, dout):
    return x.T @ dout, dout.sum(axis=0), dout @ W.T


def attention(q, k, W):
    return W @ (q @ k.T)


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


class Tanh:
    def forward(self, x):
        return np.tanh(x)

    def backward(self, x, grad_output):
        return grad_output * (1 - x**2)


class Relu:
    def forward(self, x):
        self.seen = x
        return np.maximum(x, 0)

    def backward(self, grad_z):
        return grad_z * np.where(self.seen > 0, 1, 0)
"""
FILES = {"three": THREE, "orders": ORDERS}


@pytest.mark.parametrize("file", FILES)
def test_right_code_matches(file, tmp_path):
    """But for what has no gradients of its weights, or none that can be found: that is not right by what was looked at."""
    found = examined(target_of(tmp_path, FILES[file]))
    verdicts = {name: one.verdict for name, one in found.items()}
    assert verdicts.pop("AffineLayer", "unrecognised") == "unrecognised"
    assert set(verdicts.values()) == {"match"}
    assert len(verdicts) == (2 if file == "three" else 4)


def test_an_output_by_the_input_s_name_is_told(tmp_path):
    """Nobody can know what it is called with; the note says what it is right for."""
    found = examined(target_of(tmp_path, ORDERS), only=["Tanh", "Relu"])
    said = [note for note in found["Tanh"].notes if "is right for the output" in note]
    assert said == ["backward is right for the output of forward, not for what that took, although both call it x"]
    assert not any("is right for the output" in note for note in found["Relu"].notes)


def test_what_a_layer_does_to_its_weights_is_told_to_be_unchecked(tmp_path):
    updating = """
    def sgd_step(self, rate):
        self.weights = self.weights + rate * self.d
"""
    text = THREE.replace(
        "    def bprop(self, inputs, outputs, grads_wrt_outputs):\n        return grads_wrt_outputs.dot",
        updating
        + """
    def bprop(self, inputs, outputs, grads_wrt_outputs):
        return grads_wrt_outputs.dot""",
    )
    found = examined(target_of(tmp_path, text))
    said = [note for note in found["AffineLayer"].notes if "not checked" in note]
    assert said == ["not checked: what sgd_step does to its weights: no gradient of bias, kernel was found"]
    assert not any("not checked" in note for note in found["TanhLayer"].notes)


MISTAKES = {
    "the input": ("three", "TanhLayer", "1.0 - outputs**2", "1.0 - inputs**2", ["derivative-of-output"]),
    "upstream": ("three", "SigmoidLayer", "grads_wrt_outputs * outputs", "outputs", ["upstream-ignored"]),
    "turned": ("three", "AffineLayer", "return grads_wrt_outputs.dot(self.weights)", "return grads_wrt_outputs.dot(self.weights) * 2", []),
    "a mean of another shape": ("orders", "linear", "dout.sum(axis=0)", "dout.mean()", []),
    "a mean": ("orders", "linear", "dout.sum(axis=0)", "dout.mean(axis=0)", ["bias-gradient-mean"]),
    "below zero": ("orders", "Relu", "np.where(self.seen > 0, 1, 0)", "np.where(self.seen > 0, 1, -1)", []),
}  # fmt: skip
QUICK = ("the input", "a mean of another shape")


@pytest.mark.parametrize("mistake", quickly(MISTAKES, QUICK))
def test_a_mistake_is_seen(mistake, tmp_path):
    file, name, right, wrong, codes = MISTAKES[mistake]
    assert right in FILES[file]
    found = examined(target_of(tmp_path, FILES[file].replace(right, wrong)), only=[name])[name]
    assert found.verdict in ("deviation", "mismatch")
    assert [finding.code for finding in found.findings if finding.counts] == codes


def test_at_a_kink_noise_is_all_that_a_slope_is(tmp_path):
    """What is known to be wrong elsewhere is all that there is to say: either slope is right there."""
    hinge = """import numpy as np


class Hinge:
    def compute_loss(self, yTrue, yPred):
        return np.mean(np.maximum(0, 1 - yTrue * yPred))

    def compute_derivative(self, yTrue, yPred):
        return -yTrue * (1 - yTrue * yPred > 0).astype(float)
"""
    (one,) = examined(target_of(tmp_path, hinge)).values()
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("deviation", ["loss-gradient-inconsistent"])
