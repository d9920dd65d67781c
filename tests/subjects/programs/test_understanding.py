"""What is found out about programs, by probes alone: no Keras needed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from comparisons.errors import InputError
from comparisons.subjects.programs.factor import solved
from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.training.optimizer_names import sgd
from comparisons.training.plan import ModelPlan
from comparisons.training.presets import preset
from comparisons.training.settings import Settings
from tests.subjects.programs.functions import DICTS_COLUMNS, HEAD, TRAIN_STEP
from tests.subjects.programs.layered import LAYERS
from tests.subjects.programs.objects import TEXTBOOK

DIGITS = preset("mlp-784-50-10")


def dense(name, units, activation):
    return "Dense", {"units": units, "activation": activation, "name": name}


SQUARE = ModelPlan(
    name="square", about="", input_shape=(6,), layers=(dense("a", 6, "sigmoid"), dense("b", 6, "softmax")),
    loss=("SparseCategoricalCrossentropy", {}), optimizer=sgd(0.1), parameters=84,
)  # fmt: skip  # all widths alike: shapes say nothing
SQUARED = ModelPlan(
    name="squared", about="", input_shape=(4,), layers=(dense("a", 8, "sigmoid"), dense("b", 3, "sigmoid")),
    loss=("MeanSquaredError", {}), optimizer=sgd(0.1), parameters=67, targets="one-hot",
)  # fmt: skip


def understood(program, text, name, plan=DIGITS, **asked):
    with prepared_candidate(program(text, name), Settings.of(plan, **asked), isolation="process") as prepared:
        return prepared


def said(program, text, name, plan=DIGITS):
    return understood(program, text, name, plan).described


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


QUADRATIC = (
    HEAD
    + '''

class Network:
    """Quadratic cost, samples one by one in columns; update_mini_batch(mini_batch, eta)."""

    def __init__(self, sizes):
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            delta_b, delta_w = self.backprop(x, y)
            nabla_b = [a + b for a, b in zip(nabla_b, delta_b)]
            nabla_w = [a + b for a, b in zip(nabla_w, delta_w)]
        self.weights = [w - {rate} * nw for w, nw in zip(self.weights, nabla_w)]
        self.biases = [b - {rate} * nb for b, nb in zip(self.biases, nabla_b)]

    def backprop(self, x, y):
        activations = [x]
        for w, b in zip(self.weights, self.biases):
            activations.append(sigmoid(w @ activations[-1] + b))
        a, h = activations[2], activations[1]
        delta = (a - y) * a * (1 - a)
        hidden = self.weights[1].T @ delta * h * (1 - h)
        return [hidden, delta], [hidden @ x.T, delta @ h.T]
'''
)


@pytest.mark.parametrize(("rate", "factor"), [("eta / len(mini_batch)", "C / 2"), ("eta", "N x C / 2"), ("2 * eta / len(mini_batch)", "C")])
def test_factors_of_squared_errors(program, rate, factor):
    found = said(program, QUADRATIC.format(rate=rate), "Network", SQUARED)
    assert (found["calls"], found["targets"], found["learning_rate_factor"]) == ("update_mini_batch", "list of pairs", factor)


def test_a_built_in_learning_rate_becomes_keras_s(program):
    text = TRAIN_STEP.replace("W2, b2, lr):", "W2, b2):\n    lr = 0.3")
    prepared = understood(program, text, "train_step")
    name, constants = prepared.settings.plan.optimizer
    assert (name, constants["learning_rate"]) == ("SGD", pytest.approx(0.3, rel=1e-6))
    assert "built in" in prepared.described["notes"][0]


def test_a_built_in_learning_rate_that_depends_on_the_batch(program):
    text = TRAIN_STEP.replace("W2, b2, lr):", "W2, b2):\n    lr = 0.3 * len(X)")
    with pytest.raises(InputError, match="depends on the batch; make it an argument"):
        understood(program, text, "train_step")


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


def test_whole_steps_are_plain_gradient_descent_only(program):
    with pytest.raises(InputError, match="--optimizer: expected sgd"):
        understood(program, TRAIN_STEP, "train_step", optimizer="adam")


WRONG = {
    "no colon": ("net.py", "expected FILE:NAME"),
    "no name": ("net.py:", "expected FILE:NAME"),
    "not a name": ("net.py:a-b", "expected FILE:NAME"),
    "no such file": ("nowhere/net.py:Net", "no such file"),
    "no Python": (f"{__file__}c:Net", "no such file|none of them"),
    "no such module": ("nowhere:Net", "none of them"),
    "a folder": ("tests:Net", "a folder, which has no members"),
}


@pytest.mark.parametrize(("target", "message"), WRONG.values(), ids=WRONG)
def test_bad_targets(target, message):
    with pytest.raises(InputError, match=message) as caught, prepared_candidate(target, Settings.of(DIGITS)):
        pass
    assert str(caught.value).startswith("--candidate")
    assert "\n" not in str(caught.value)


BROKEN = {
    "no such name": ("class Net: pass\n", "Other", r"expected a name in net.py \(Net\), got 'Other'"),
    "syntax": ("class Net(:\n", "Net", "syntax: SyntaxError: .* \\(line 1\\)"),
    "missing import": ("import nowhere\nclass Net:\n    it = nowhere.thing()\n", "Net", "pip install nowhere"),
    "framework": ("import torch\nclass Net(torch.nn.Module): pass\n", "Net", "framework: it uses torch itself"),
    "raises at import": ("class Net:\n    it = 1 / 0\n", "Net", "ZeroDivisionError"),
    "dies": ("import os\nclass Net:\n    def __init__(self): os._exit(1)\n", "Net", "died: it ended its process"),
    "no weights": ("class Net:\n    def gradient(self, x, t): pass\n", "Net", "expected weights of shapes"),
    "other sizes": (
        TEXTBOOK.replace("randn(input_size, hidden_size)", "randn(3, 4)"), "TwoLayerNet", r"got params\['W1'\] \(3, 4\)",
    ),
    "a parameter nobody can guess": (
        "class Net:\n    def __init__(self, flavour): pass\n", "Net", "got 'flavour'; make the object in the file",
    ),
    "no methods": (
        TEXTBOOK.replace("def gradient", "def hidden_part"), "TwoLayerNet", "expected a network object or training step",
    ),
    "wrong number of weights": ("def train_step(X, Y, W1, lr): return W1\n", "train_step", "expected 2 kernels and 2 biases"),
    "step with a parameter nobody can guess": (
        TRAIN_STEP.replace("W2, b2, lr):", "W2, b2, lr, flavour):"), "train_step", "a parameter nobody can guess: flavour",
    ),
    "step that raises": (TRAIN_STEP.replace("n = len(X)", "n = missing"), "train_step", "NameError: name 'missing'"),
}  # fmt: skip  # a table


@pytest.mark.parametrize(("text", "name", "message"), BROKEN.values(), ids=BROKEN)
def test_programs_that_cannot_be_used(program, text, name, message):
    with pytest.raises(InputError, match=message) as caught:
        understood(program, text, name)
    assert str(caught.value).startswith("--candidate: ")
    assert "\n" not in str(caught.value)


def test_hanging_ends_the_search(program):
    text = TRAIN_STEP.replace("n = len(X)", "while True: pass")
    from comparisons.subjects.worker import Limits

    with (
        pytest.raises(InputError, match=r"timeout: it had not finished after 0\.5 seconds"),
        prepared_candidate(program(text, "train_step"), Settings.of(DIGITS), limits=Limits(seconds_per_call=0.5), isolation="process"),
    ):
        pass


@pytest.mark.parametrize(
    ("ratios", "text"),
    [
        ({5: 1.0, 7: 1.0}, "1"),
        ({5: 5.0, 7: 7.0}, "N"),
        ({5: 0.2, 7: 1 / 7}, "1 / N"),
        ({5: 10.0, 7: 10.0}, "C"),
        ({5: 5.0, 7: 5.0}, "C / 2"),
        ({5: 25.0, 7: 35.0}, "N x C / 2"),
        ({5: 0.5, 7: 0.5}, "1 / 2"),
    ],
)
def test_factors_are_formulas(ratios, text):
    factor = solved(ratios, classes=10)
    assert factor.text == text
    assert all(factor.at(samples) == pytest.approx(ratio) for samples, ratio in ratios.items())


def test_a_factor_that_is_no_formula_is_none():
    assert solved({5: 0.9, 7: 0.9}, classes=10) is None
    assert solved({5: -1.0, 7: -1.0}, classes=10) is None
    assert solved({5: 0.3, 7: 0.3}, classes=10, any_constant=True).constant == 0.3


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
