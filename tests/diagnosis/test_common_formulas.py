"""More formulas that people write, of activations, losses, update rules and schedules: each by its name."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.diagnose import diagnose
from comparisons.pairs import PAIRS
from tests.diagnosis.planted import Planted, loss, of_two, of_x, optimizer, pair_of, sigmoid, updating
from tests.quickly import some

pytestmark = pytest.mark.keras

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772
RATE = 2.0**-7
MOMENTUM = optimizer("SGD", learning_rate=0.125, momentum=0.75)
NESTEROV = optimizer("SGD", learning_rate=0.125, momentum=0.75, nesterov=True)
ADAM = optimizer("Adam", learning_rate=RATE, beta_1=0.875, beta_2=1 - 2.0**-6)
ADAGRAD = optimizer("Adagrad", learning_rate=RATE)
RMSPROP = optimizer("RMSprop", learning_rate=RATE, rho=0.75)


def slope_of(name, value, slope, words, **settings):
    return Planted("derivative-formula", pair_of("activation", name, **settings), of_x(value, lambda x, y, dy: dy * slope(x, y)), words)


def hard_silu(x):
    return x * np.clip(x / 6 + 0.5, 0, 1)


def leaky(x):
    return np.where(x > 0, x, 0.25 * x)


def with_velocity(move, rate=lambda lr: lr):
    """move(old velocity, new velocity, lr g, momentum) -> what is added."""

    def rule(state, w, g, t, settings):
        old, lr = state.get("v", 0 * w), rate(settings["learning_rate"])
        new = state["v"] = settings["momentum"] * old - lr * g
        return w + move(old, new, lr * g, settings["momentum"])

    return updating(rule)


def keeping_both(state, w, g, t, settings):
    b1, b2 = settings["beta_1"], settings["beta_2"]
    state["m"] = (b1 * state.get("m", 0) + (1 - b1) * g) / (1 - b1**t)
    state["v"] = (b2 * state.get("v", 0) + (1 - b2) * g * g) / (1 - b2**t)
    return w - settings["learning_rate"] * state["m"] / (np.sqrt(state["v"]) + 1e-7)


def forgetful(state, w, g, t, settings):
    return w - settings["learning_rate"] * g / np.sqrt(0.1 + g * g + 1e-7)


def absolute(state, w, g, t, settings):
    v = state["v"] = settings["rho"] * state.get("v", 0) + (1 - settings["rho"]) * g
    return w - settings["learning_rate"] * g / (np.sqrt(v**2) + 1e-7)


def hinge(p, t, margin):
    return np.mean(np.maximum(0, np.max((1 - t) * p, axis=-1) - np.sum(t * p, axis=-1) + margin))


HUBER = loss("Huber", delta=[0.5, 2.0])


def huber(case):
    found, a, d = HUBER.candidate(case), np.abs(case.x - case.given["y_true"]), case.settings["delta"]
    return {**found, "output": np.mean(np.where(a <= d, 0.5 * a**2, d * a - d))}


def entropy(p, t):
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def logarithmic(p, t):
    return np.mean((np.log1p(p) - np.log1p(t)) ** 2)


SQUARED_HINGE = loss("SquaredHinge")


def squared_hinge(case):
    """The value is right, labels of 0 and 1 included."""
    p, t = case.x, case.given["y_true"]
    return {**SQUARED_HINGE.candidate(case), "gradient of y_pred": case.upstream(()) * -2 * t * (t * p < 1) / p.size}


PLANTED = [
    slope_of("silu", lambda x: x * sigmoid(x), lambda x, y: sigmoid(x) + y, "(1 - s) is missing"),
    Planted("derivative-formula", SQUARED_HINGE, squared_hinge, "the margin"),
    Planted("value-formula", HUBER, huber, "delta * a - delta"),
    Planted("coefficient-value", MOMENTUM, with_velocity(lambda old, new, step, mu: new, lambda lr: 1.0), "it is told", "D"),
    slope_of("tanh", np.tanh, lambda x, y: 1 / np.cosh(x), "1 / cosh(x)"),
    slope_of("relu", lambda x: np.maximum(x, 0), lambda x, y: y, "x where x > 0"),
    slope_of("relu6", lambda x: np.clip(x, 0, 6), lambda x, y: x > 0, "beyond 6"),
    slope_of("hard_silu", hard_silu, lambda x, y: np.where(x <= -3, 0, np.where(x >= 3, 1, (x + 3) / 6)), "(x + 3) / 6"),
    slope_of("leaky_relu", leaky, lambda x, y: np.where(x > 0, 1, 0.25 * x), "the value itself", negative_slope=0.25),
    slope_of("sigmoid", sigmoid, lambda x, y: y - y**3, "s - s**3"),
    Planted(
        "value-formula", pair_of("activation", "selu"),
        of_x(lambda x: ALPHA * np.where(x > 0, x, SCALE * np.expm1(np.minimum(x, 0))),
             lambda x, y, dy: dy * ALPHA * np.where(x > 0, 1, SCALE * np.exp(np.minimum(x, 0)))), "have changed places",
    ),
    Planted("value-formula", loss("CategoricalHinge"), of_two(lambda p, t: hinge(p, t, 0)), "the margin of 1"),
    Planted("", loss("CategoricalHinge"), of_two(lambda p, t: hinge(p, t, 1))),
    Planted("derivative-formula", loss("BinaryCrossentropy", from_logits=False), of_two(entropy, lambda p, t: (p - t) / p / p.size),
            "1 - p is missing"),
    Planted("derivative-formula", loss("MeanSquaredLogarithmicError"),
            of_two(logarithmic, lambda p, t: 2 * (np.log1p(p) - np.log1p(t)) / p / p.size), "where 1 +"),
    Planted("momentum-previous-gradient", MOMENTUM, with_velocity(lambda old, new, step, mu: old), "the update before"),
    Planted("coefficient-value", NESTEROV, with_velocity(lambda old, new, step, mu: mu**2 * new - step), "momentum**2", "D"),
    Planted("adam-correction-kept", ADAM, updating(keeping_both), "m and v are kept"),
    Planted("not-accumulated", ADAGRAD, updating(forgetful), "never stored"),
    Planted("square-missing", RMSPROP, updating(absolute), "|v|"),
]  # fmt: skip


@pytest.mark.parametrize("planted", some(PLANTED, 4), ids=str)
def test_it_is_named(planted):
    planted.check()


def first(told):
    return told["initial_learning_rate"]


SCHEDULES = {
    "PolynomialDecay": (
        "end is not taken off",
        lambda n, s: first(s) * (1 - min(n / s["decay_steps"], 1)) ** s["power"] + s["end_learning_rate"],
    ),
    "CosineDecay": (
        "0.5 is missing",
        lambda n, s: first(s) * ((1 - s["alpha"]) * (1 + np.cos(np.pi * min(n / s["decay_steps"], 1))) + s["alpha"]),
    ),
    "InverseTimeDecay": ("is divided by decay_steps", lambda n, s: first(s) / (1 + s["decay_rate"] * n) / s["decay_steps"]),
    "ExponentialDecay": (
        "rounded to the nearest",
        lambda n, s: first(s) * s["decay_rate"] ** (round(n / s["decay_steps"]) if s["staircase"] else n / s["decay_steps"]),
    ),
}
TOLD = {
    "initial_learning_rate": 0.5, "decay_steps": 10, "decay_rate": 0.5, "power": 2.0, "end_learning_rate": 0.125, "alpha": 0.25,
    "staircase": True,
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules(name):
    words, rate = SCHEDULES[name]
    pair = next(pair for pair in PAIRS if (pair.kind, pair.name) == ("schedule", name))
    settings = {setting: TOLD[setting] for setting in pair.arguments() if setting in TOLD}
    settings |= {"staircase": False} if name == "InverseTimeDecay" else {}
    pair = pair_of("schedule", name, **settings)
    case = pair.make_case(settings, (7,), pair.usual("float32", 0)[0].values, "float32", True)

    def candidate(case):
        return {"output": np.asarray([rate(int(n), case.settings) for n in case.inputs["steps"]], dtype="float32")}

    found = diagnose(pair, candidate, [case])
    assert [(one.code, words in one.summary) for one in found.findings] == [("value-formula", True)], found
