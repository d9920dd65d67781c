"""Networks as books print them: their activations are parts, the loops that train them are not."""

from __future__ import annotations

import pytest

from comparisons.__main__ import _status
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import find
from comparisons.subjects.worker import Worker
from tests.subjects.looking import examined, target_of

NETWORK = """
import numpy as np
class Network(object):
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]
    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(np.dot(w, a) + b)
        return a
    def SGD(self, training_data, epochs, mini_batch_size, eta, test_data=None):
        for j in range(epochs):
            self.update_mini_batch(training_data[:mini_batch_size], eta)
    def update_mini_batch(self, mini_batch, eta): pass
    def backprop(self, x, y): return [], []
    def cost_derivative(self, output_activations, y): return output_activations - y
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))
def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
def cost_derivative(a, y):
    return a - y
def gradient_descent(X, y, w, lr, epochs):
    for _ in range(epochs):
        w = w - lr * X.T @ (X @ w - y)
    return w
"""


def test_the_network_is_a_whole_program_and_its_loop_no_optimizer(tmp_path):
    with Worker(target_of(tmp_path, NETWORK).source, isolation="process") as worker:
        found, alone = find(target_of(tmp_path, NETWORK), Session(worker))
    assert [one.name for one in found] == ["sigmoid"]
    said = {one.name: (one.line, one.why) for one in alone}
    assert said["Network"][0] == 3
    assert said["Network"][1].startswith(
        "a whole program (SGD): it is trained beside Keras by parity compare MODEL --candidate FILE:Network"
    )
    assert said["gradient_descent"][1].startswith("a piece of a whole program")
    assert said["cost_derivative"][1] == "it goes back from a cost that is not there"


COST = """
import numpy as np
class Network:
    def fit(self, x, y): pass
    def cost(self, y, t): return np.mean((y - t) ** 2)
    def cost_derivative(self, y, t): return {factor} * (y - t) / y.size
"""


@pytest.mark.keras
@pytest.mark.parametrize(("factor", "verdict"), [("2", "match"), ("3", "mismatch")])
def test_a_cost_may_be_squared(tmp_path, factor, verdict):
    (one,) = examined(target_of(tmp_path, COST.format(factor=factor))).values()
    assert (one.verdict, one.understood.pair.reference_name) == (verdict, "keras.losses.MeanSquaredError")


@pytest.mark.keras
def test_an_ok_says_what_was_not_checked(tmp_path, capsys):
    file = tmp_path / "net.py"
    other = "class Stack:\n    def __init__(self, parts): self.parts = list(parts)\n    def forward(self, x): return x @ self.parts[0]\n"
    file.write_text(NETWORK + other + "    def backward(self, dout): return dout\n", encoding="utf-8")
    assert _status(["check", str(file), "--examples", "6", "--jobs", "1"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "OK Match: 1 of 1 part matches Keras; 3 not checked." in said
    assert "Not checked: Network (line 3): a whole program (SGD)" in said
    assert f"Not checked: Stack (line {NETWORK.count(chr(10)) + 1}):" in said
    assert _status(["check", f"{file}:sigmoid", "--examples", "6", "--jobs", "1"]) == 0
    assert "ot checked" not in capsys.readouterr().out
