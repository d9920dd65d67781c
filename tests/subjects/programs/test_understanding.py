"""What is found out about programs, by probes alone: no Keras needed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.training.optimizer_names import sgd
from comparisons.training.presets import preset
from comparisons.training.settings import Settings
from tests.subjects.programs.functions import DICTS_COLUMNS, HEAD
from tests.subjects.programs.layered import LAYERS
from tests.subjects.programs.objects import TEXTBOOK
from tests.subjects.programs.understood import DIGITS, SQUARE, said

SQUARE_NET = (
    HEAD
    + """

class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1, self.b1 = np.random.randn(n_hidden, n_in), np.zeros(n_hidden)
        self.W2, self.b2 = np.random.randn(n_out, n_hidden), np.zeros(n_out)

    def gradient(self, x, t):
        a = sigmoid(x @ self.W1{turned} + self.b1)
        d = (softmax(a @ self.W2{turned} + self.b2) - t) / len(x)
        e = d @ self.W2{back} * a * (1 - a)
        dW2, dW1 = a.T @ d, x.T @ e
        return {{"W1": dW1{turned}, "b1": e.sum(0), "W2": dW2{turned}, "b2": d.sum(0)}}
"""
)


@pytest.mark.parametrize(("turned", "weights"), [("", "as Keras stores them"), (".T", "transposed")])
def test_transposes_of_square_weights_are_settled_by_numbers(program, turned, weights):
    text = SQUARE_NET.format(turned=turned, back="" if turned else ".T")
    assert said(program, text, "Net", SQUARE)["weights"] == weights


def test_shims_and_isolation_are_reported(program):
    found = said(program, TEXTBOOK.replace("np.zeros(hidden_size)", "np.zeros(hidden_size, dtype=np.float)"), "TwoLayerNet")
    assert (found["shims"], found["isolation"]) == (["np.float"], "process")


def test_an_update_of_no_known_rule_is_left_out_and_said(program):
    text = DICTS_COLUMNS.replace(
        "    for name in", "    v = update_parameters.__dict__\n    for name in"
    ).replace(
        "parameters[name] - learning_rate * grads", "parameters[name] - learning_rate * v.setdefault(name, 0) - learning_rate * grads"
    ).replace("    return parameters\n", '        v[name] = v[name] + grads["d" + name]\n    return parameters\n')  # fmt: skip
    found = said(program, text, "update_parameters")
    assert found["offers"] == "gradients"
    assert found["update"]["code"] == "unknown-update"
    assert "follows no update rule that is known" in found["notes"][0]


def test_plans_without_a_hidden_layer(program):
    text = (
        HEAD
        + """

class LogisticRegression:
    def __init__(self, n_features, lr=0.1):
        self.weights, self.bias, self.lr = np.zeros((n_features, 1)), np.zeros(1), lr

    def train_step(self, X, y):
        p = sigmoid(X @ self.weights + self.bias)
        d = (p - y) / len(X)
        self.weights -= self.lr * X.T @ d
        self.bias -= self.lr * d.sum(axis=0)
        return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
"""
    )
    plan = preset("logistic-8-1")
    found = said(program, text, "LogisticRegression", replace(plan, optimizer=sgd(0.1)))
    assert (found["calls"], found["learning_rate_factor"], found["loss"], found["loss_factor"]) == ("train_step", "1", "its own", "1")


BUILT = LAYERS.replace(
    "net = build()\n",
    """
net = Model()
net.add(Dense(784, 50))
net.add(Sigmoid())
net.add(Dense(50, 10))
x, y = np.zeros((10, 784)), np.zeros(10, dtype=int)
net.fit(x, y, epochs=10**9)
for epoch in range(10**9):
    net.fit(x, y)
""",
)


def test_an_object_is_built_but_not_trained(program):
    found = said(program, BUILT, "net")
    assert (found["calls"], found["weight_names"]) == ("fit", ["W", "b", "W", "b"])
    assert any("trains" in words for words in found["left_out"])


def test_a_notebook(tmp_path):
    cells = [
        ["!pip install numpy\n", "%matplotlib inline\n"],
        TEXTBOOK.splitlines(keepends=True),
        ["TwoLayerNet(784, 50, 10).fit()"],
    ]
    code = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None} for cell in cells]
    notebook = {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "course.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    target = f"{tmp_path}/course.ipynb:TwoLayerNet"
    with prepared_candidate(target, Settings.of(DIGITS), isolation="process") as prepared:
        assert prepared.described["calls"] == "gradient"
