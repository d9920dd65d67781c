"""How large a step is, by probes alone: learning rates that are built in, and factors of Keras's step."""

from __future__ import annotations

import pytest

from comparisons.errors import InputError
from comparisons.subjects.programs.factor import solved
from tests.subjects.programs.functions import HEAD, TRAIN_STEP
from tests.subjects.programs.understood import SQUARED, said, understood

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


def test_whole_steps_are_plain_gradient_descent_only(program):
    with pytest.raises(InputError, match="--optimizer: expected sgd"):
        understood(program, TRAIN_STEP, "train_step", optimizer="adam")


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
