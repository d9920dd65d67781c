"""Mistakes in what courses ask for, activations, losses and update rules, are called by their names; what is right is not."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh, fresh_edges
from comparisons.diagnosis.units import units
from tests.diagnosis.planted import Planted, loss, of_two, of_x, optimizer, pair_of, sigmoid, softmax, updating
from tests.quickly import some

pytestmark = pytest.mark.keras

SOFTMAX = pair_of("activation", "softmax", axis=-1)
LOG_SOFTMAX = pair_of("activation", "log_softmax", axis=-1)
LOGITS = loss("SparseCategoricalCrossentropy", from_logits=True)
ROWS = loss("CategoricalCrossentropy", from_logits=True)
SHARES = loss("CategoricalCrossentropy", from_logits=False)
BINARY = loss("BinaryCrossentropy", from_logits=False)
SQUARED = loss("MeanSquaredError")
RATE = 2.0**-7
MOMENTUM = optimizer("SGD", learning_rate=0.125, momentum=0.75)
NESTEROV = optimizer("SGD", learning_rate=0.125, momentum=0.75, nesterov=True)
RMSPROP = optimizer("RMSprop", learning_rate=RATE, rho=0.75)
ADAGRAD = optimizer("Adagrad", learning_rate=RATE)
ADAM = optimizer("Adam", learning_rate=RATE, beta_1=0.875, beta_2=1 - 2.0**-6)


def activation(code, name, value, back, words="", **settings):
    return Planted(code, pair_of("activation", name, **settings), of_x(value, back), words)


def gelu_by_tanh(inner):
    """The derivative of gelu by tanh with that of what is in the tanh."""

    def back(x, y, dy):
        t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
        return dy * (0.5 * (1 + t) + 0.5 * x * (1 - t**2) * inner(x))

    return lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))), back


def entry_by_entry(off_diagonal):
    """Softmax back through a Jacobian that is written out for each row."""

    def back(x, p, dy):
        rows = [(row, d) for row, d in zip(p.reshape(-1, p.shape[-1]), dy.reshape(-1, p.shape[-1]))]
        made = [
            d @ np.array([[a * (1 - a) if m == n else off_diagonal(a, b) for n, b in enumerate(r)] for m, a in enumerate(r)])
            for r, d in rows
        ]
        return np.array(made).reshape(p.shape)

    return back


def one_number(x, p, dy):
    rows = zip(p.reshape(-1, p.shape[-1]), dy.reshape(-1, p.shape[-1]))
    return np.array([(np.diagflat(row) - row[None] @ row[:, None]) @ d for row, d in rows]).reshape(p.shape)


def by_columns(x):
    """Shifted by rows, divided by the sums over axis 0."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=0)


def jacobian(x, p, dy):
    return p * (dy - (dy * p).sum(axis=-1, keepdims=True))


def shifted_above(x):
    return np.exp(x - x.max(axis=-1, keepdims=True)) / np.exp(x).sum(axis=-1, keepdims=True)


def one_hot(y, t):
    return np.eye(y.shape[-1])[t] if t.ndim < y.ndim else t


def log_softmax(x):
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def all_columns(y, t):
    """dx[:, t] -= 1."""
    dx = softmax(y)
    dx[:, t] -= 1
    return dx / len(y)


def entropy(y, t):
    return -np.mean((one_hot(y, t) * log_softmax(y)).sum(axis=-1))


def with_mean(y, t):
    """The logarithm of the mean of the exponentials."""
    return -np.mean((one_hot(y, t) * (y - np.log(np.exp(y).mean(axis=-1, keepdims=True)))).sum(axis=-1))


def fused(y, t):
    return (softmax(y) - one_hot(y, t)) / len(y)


def summed_wrongly(y, t):
    """Nielsen's sum, with a sign lost."""
    return np.sum(-t * np.log(y) + (1 - t) * np.log(1 - y))


def momentum(s, w, g, t, settings):
    s["v"] = settings["momentum"] * s.get("v", 0) - settings["learning_rate"] * g
    return w + settings["momentum"] * s["v"]


def nesterov(s, w, g, t, settings):
    m, old = settings["momentum"], s.get("v", 0 * w)
    s["v"] = m * old - settings["learning_rate"] * g
    return w + m * old - (1 + m) * settings["learning_rate"] * g


def rmsprop(average, move):
    def rule(s, w, g, t, settings):
        s["v"] = average(settings["rho"], s.get("v", 0 * w), g)
        with np.errstate(invalid="ignore", divide="ignore"):
            return w - move(settings["learning_rate"], g, s["v"])

    return updating(rule)


def usual(rho, v, g):
    return rho * v + (1 - rho) * g * g


def adagrad(power, move):
    def rule(s, w, g, t, settings):
        s["a"] = s.get("a", 0.1) + power(g)
        with np.errstate(invalid="ignore", divide="ignore"):
            return w - move(settings["learning_rate"], g, s["a"])

    return updating(rule)


def adam(by_m, by_v):
    """(beta, t) -> what m and v are divided by."""

    def rule(s, w, g, t, settings):
        b1, b2 = settings["beta_1"], settings["beta_2"]
        s["m"], s["v"] = b1 * s.get("m", 0 * w) + (1 - b1) * g, b2 * s.get("v", 0 * w) + (1 - b2) * g * g
        with np.errstate(invalid="ignore", divide="ignore"):
            return w - settings["learning_rate"] * (s["m"] / by_m(b1, t)) / (np.sqrt(s["v"] / by_v(b2, t)) + 1e-8)

    return updating(rule)


def beside(rate, g, v):
    return rate * g / (np.sqrt(v) + 1e-7)


def without_brackets(rate, g, v):
    return rate * g / np.sqrt(v) + 1e-7


def relu(x):
    return np.maximum(x, 0)


PLANTED = [
    Planted("derivative-formula", SOFTMAX, of_x(softmax, entry_by_entry(lambda a, b: a * b)), "off its diagonal"),
    Planted("", SOFTMAX, of_x(softmax, entry_by_entry(lambda a, b: -a * b))),
    Planted("derivative-formula", SOFTMAX, of_x(softmax, one_number), "one number"),
    Planted("derivative-formula", SOFTMAX, of_x(softmax, lambda x, p, dy: p * (dy + (dy * p).sum(axis=-1, keepdims=True))), "subtracted"),
    Planted("derivative-formula", SOFTMAX, of_x(softmax, lambda x, p, dy: p * (dy - dy.sum(axis=-1, keepdims=True))), "the sum is that of"),
    Planted("derivative-formula", SOFTMAX, of_x(softmax, lambda x, p, dy: dy - (dy * p).sum(axis=-1, keepdims=True)), "p is missing"),
    Planted("softmax-wrong-axis", SOFTMAX, of_x(by_columns, jacobian), "the sums of the columns"),
    Planted(
        "value-formula", SOFTMAX, of_x(shifted_above, lambda x, y, dy: jacobian(x, softmax(x), dy)),
        "above the line alone",
    ),
    Planted(
        "value-formula", LOG_SOFTMAX,
        of_x(lambda x: log_softmax(x) + np.log(x.shape[-1]), lambda x, y, dy: dy - softmax(x) * dy.sum(axis=-1, keepdims=True)), "mean",
    ),
    activation("relu-mask-wrong", "relu", relu, lambda x, y, dy: np.where(x <= 0, 1, dy), "is 1, not 0"),
    activation("derivative-formula", "relu", relu, lambda x, y, dy: dy + (x > 0), "+ for *"),
    activation("derivative-formula", "sigmoid", sigmoid, lambda x, y, dy: dy + y * (1 - y), "+ for *"),
    activation("derivative-formula", "sigmoid", sigmoid, lambda x, y, dy: dy * x * (1 - y), "x * (1 - s)"),
    activation("derivative-formula", "sigmoid", sigmoid, lambda x, y, dy: dy * y * (1 - x), "s * (1 - x)"),
    activation(
        "derivative-formula", "gelu", *gelu_by_tanh(lambda x: np.sqrt(2 / np.pi) * (1 + 0.044715 * x**2)), "the 3 of the cube",
        approximate=True,
    ),
    activation("derivative-formula", "gelu", *gelu_by_tanh(lambda x: 1), "it is left out", approximate=True),
    Planted("derivative-formula", LOGITS, of_two(entropy, all_columns), "the columns of all labels"),
    Planted("value-formula", LOGITS, of_two(lambda y, t: -np.mean(log_softmax(y)[:, t]), fused), "the columns of all labels"),
    Planted("value-formula", LOGITS, of_two(with_mean, fused), "log(mean(exp(x)))"),
    Planted("value-formula", ROWS, of_two(with_mean), "log(mean(exp(x)))"),
    Planted("loss-gradient-inconsistent", ROWS, of_two(entropy, lambda y, t: fused(y, t) * len(y) / y.shape[1]), "divided by C"),
    Planted("sum-not-mean", ROWS, of_two(*(lambda y, t, f=f: f(y, t) * len(y) / y.shape[1] for f in (entropy, fused))), "divided by C"),
    Planted(
        ("value-formula", "sum-not-mean"), BINARY,
        of_two(lambda y, t: summed_wrongly(y, t) / y.shape[1], lambda y, t: ((1 - t) / (1 - y) - t / y) / y.shape[1]),
    ),
    Planted("sum-not-mean", BINARY, of_two(lambda y, t: -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)) / y.shape[1]), kind="C"),
    Planted(
        ("epsilon-in-log", "sum-not-mean"), SHARES, of_two(lambda y, t: -np.sum(t * np.log(y + 1e-7))),
    ),
    Planted(
        ("per-sample-sum", "sign-flipped"), SQUARED, of_two(lambda y, t: np.sum((y - t) ** 2) / len(y), lambda y, t: -2 * (y - t) / len(y)),
    ),
    Planted(
        "derivative-formula", SQUARED,
        of_two(lambda y, t: np.mean((y - t) ** 2), lambda y, t: 2 * (y - t) * sigmoid(y) * (1 - sigmoid(y)) / y.size),
        "derivative of a sigmoid",
    ),
    Planted(
        "value-formula", loss("Huber", delta=[0.5, 2.0]),
        lambda case: of_two(
            lambda y, t: np.mean(
                np.where(
                    np.abs(y - t) <= case.settings["delta"], (y - t) ** 2 / 2,
                    case.settings["delta"] * (np.abs(y - t) - case.settings["delta"]),
                )
            )
        )(case),
        "delta * (a - delta)",
    ),
    Planted("coefficient-value", MOMENTUM, updating(momentum), "momentum is multiplied in once more", "D"),
    Planted("coefficient-value", NESTEROV, updating(nesterov), "momentum**2", "D"),
    Planted("share-missing", RMSPROP, rmsprop(lambda rho, v, g: v + (1 - rho) * g * g, beside), "v + (1 - rho)"),
    Planted("epsilon-outside-root", RMSPROP, rmsprop(usual, without_brackets), "brackets are missing", "D"),
    Planted("epsilon-outside-root", RMSPROP, rmsprop(usual, beside), "added to the root", "C"),
    Planted("square-missing", ADAGRAD, adagrad(np.abs, beside), "|g|"),
    Planted("epsilon-outside-root", ADAGRAD, adagrad(np.square, without_brackets), "brackets are missing", "D"),
    Planted("adam-power-missing", ADAM, adam(lambda b, t: 1 - b**2, lambda b, t: 1 - b**2), "the exponent is 2"),
    Planted("adam-power-missing", ADAM, adam(lambda b, t: 1 - b * t, lambda b, t: 1 - b**t), "m / (1 - beta_1 * t): * for **"),
    Planted("adam-epsilon-hat", ADAM, adam(lambda b, t: 1 - b**t, lambda b, t: 1 - b**t), kind="C"),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 5), ids=str)
def test_it_is_named(planted):
    planted.check()


def test_a_rate_of_somebodys_own_is_no_momentum_taken_twice():
    """0.009 in the code, beside a momentum of 0.9: a learning rate that nobody stated."""

    def rule(s, w, g, t, settings):
        s["v"] = 0.9 * s.get("v", 0) - 0.009 * g
        return w + s["v"]

    found = Planted((), optimizer("SGD"), updating(rule)).diagnosis()
    assert {finding.kind for finding in found.findings} <= {"C"}, found


def test_sums_over_everything_overflow_by_name():
    def everything(x):
        e = np.exp(x)
        return e / e.sum()

    drawn = fresh(SOFTMAX, "float64", number=77, count=4)
    cases = [*drawn, *fresh_edges(SOFTMAX, "large", drawn)]
    Planted(("softmax-wrong-axis", "overflow"), SOFTMAX, lambda case: {"output": everything(case.x)}, cases=lambda: cases).check()


@pytest.mark.parametrize(
    ("mine", "right", "times"),
    [([2.0, 4.0], [1.0, 2.0], 2.0), ([0.5], [1.5], 1 / 3), ([-3.0], [2.0], -1.5), ([1.0, 2.0], [0.0, 0.0], 1.0), ([1.234], [1.0], 1.0)],
)
def test_units_are_halves_and_what_is_one_over_them(mine, right, times):
    assert units(np.array(mine), np.array(right)) == pytest.approx(times)


def test_what_is_not_finite_has_no_units():
    assert units(np.array([np.inf]), np.array([1.0])) == 1.0
