"""What is written for Adadelta, Adamax, Nadam and AMSGrad: mistakes by their names, other books' rules as conventions."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, optimizer, updating
from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

RATE = 2.0**-7
BETAS = {"beta_1": 0.875, "beta_2": 1 - 2.0**-6}
ADADELTA = optimizer("Adadelta", learning_rate=0.5, rho=0.75)
ADAMAX = optimizer("Adamax", learning_rate=RATE, **BETAS)
NADAM = optimizer("Nadam", learning_rate=RATE, **BETAS)
AMSGRAD = optimizer("Adam", learning_rate=RATE, **BETAS, amsgrad=True)
RMSPROP = optimizer("RMSprop", learning_rate=RATE, rho=0.75)
CENTERED = optimizer("RMSprop", learning_rate=RATE, rho=0.75, centered=True)
ADAGRAD = optimizer("Adagrad", learning_rate=RATE)


def adadelta(second="s", outside=False, root=np.sqrt):
    def rule(state, w, g, t, settings):
        rho, e = settings["rho"], 1e-7
        a = state["a"] = rho * state.get("a", 0 * w) + (1 - rho) * g * g
        b = state.get("b", 0 * w)
        s = g * (np.sqrt(b) + e if outside else root(b + e)) / (np.sqrt(a) + e if outside else np.sqrt(a + e))
        state["b"] = rho * b + (1 - rho) * {"s": s, "g": g, "lr s": settings["learning_rate"] * s}[second] ** 2
        return w - settings["learning_rate"] * s

    return updating(rule)


def adamax(corrected=lambda b, t: 1 - b**t, size=np.abs):
    def rule(state, w, g, t, settings):
        b1 = settings["beta_1"]
        m = state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
        u = state["u"] = np.maximum(settings["beta_2"] * state.get("u", 0 * w), size(g))
        return w - settings["learning_rate"] / corrected(b1, t) * m / (u + 1e-7)

    return updating(rule)


def nadam(momentum, ahead=1, epsilon=1e-7):
    """By momentum(t), or the share of beta_1 that is corrected by the power t + ahead."""

    def rule(state, w, g, t, settings):
        b1, b2 = settings["beta_1"], settings["beta_2"]
        m = state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", 0) + (1 - b2) * g * g
        now, following = b1 * momentum(t), b1 * momentum(t + 1)
        product = state["product"] = state.get("product", 1.0) * now
        future = product * following if ahead else product
        n = following * m / (1 - future) + (1 - now) * g / (1 - product)
        return w - settings["learning_rate"] * n / (np.sqrt(v / (1 - b2**t)) + epsilon)

    return updating(rule)


def amsgrad(largest=np.maximum, epsilon=1e-8):
    def rule(state, w, g, t, settings):
        b1, b2 = settings["beta_1"], settings["beta_2"]
        m = state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", 0) + (1 - b2) * g * g
        top = state["top"] = largest(state.get("top", 0 * w), v)
        return w - settings["learning_rate"] * m / (1 - b1**t) / (np.sqrt(top / (1 - b2**t)) + epsilon)

    return updating(rule)


def by_old_squares(kept, start=0.0, epsilon=1e-7):
    def rule(state, w, g, t, settings):
        old = state.get("v", start + 0 * w)
        state["v"] = kept(settings, old, g * g)
        return w - settings["learning_rate"] * g / (np.sqrt(old) + epsilon)

    return updating(rule)


def centered(state, w, g, t, settings):
    rho = settings["rho"]
    v = state["v"] = rho * state.get("v", 0) + (1 - rho) * g * g
    mean = state["mean"] = rho * state.get("mean", 0) + (1 - rho) * g
    return w - settings["learning_rate"] * g / np.sqrt(v + 1e-7 - mean)


PLANTED = [
    Planted("coefficient-value", NADAM, nadam(lambda t: 1.0), "from the first update on", "C"),
    Planted("value-formula", ADADELTA, adadelta("g"), "squares of gradients"),
    Planted("adam-no-bias-correction", ADAMAX, adamax(lambda b, t: 1), "without bias correction"),
    Planted("not-accumulated", AMSGRAD, amsgrad(lambda top, v: v), "the largest v"),
    Planted("not-accumulated", RMSPROP, by_old_squares(lambda s, v, new: s["rho"] * v + (1 - s["rho"]) * new), "the update before"),
    Planted("square-missing", CENTERED, updating(centered), "not its square"),
    Planted("", ADADELTA, adadelta()),
    Planted("epsilon-outside-root", ADADELTA, adadelta(outside=True), "to the roots", "C"),
    Planted("value-formula", ADADELTA, adadelta("lr s"), "the learning rate is in the steps"),
    Planted("root-missing", ADADELTA, adadelta(root=lambda b: b), "above the line"),
    Planted("", ADAMAX, adamax()),
    Planted("adam-power-missing", ADAMAX, adamax(lambda b, t: 1 - b), "in every update"),
    Planted("adam-step-off", ADAMAX, adamax(lambda b, t: 1 - b ** (t + 1)), "t is 2"),
    Planted("value-formula", ADAMAX, adamax(size=lambda g: g), "not the largest of their sizes"),
    Planted("", NADAM, nadam(lambda t: 1 - 0.96**t / 2)),
    Planted("adam-epsilon-value", NADAM, nadam(lambda t: 1 - 0.96**t / 2, epsilon=1e-8), "1e-08", "C"),
    Planted("coefficient-value", NADAM, nadam(lambda t: 1.0, ahead=0), "corrected by 1 - beta_1**t", "C"),
    Planted("coefficient-value", NADAM, nadam(lambda t: 1 - 0.96 ** (0.004 * t) / 2, epsilon=1e-8), "PyTorch", "C"),
    Planted("adam-epsilon-hat", AMSGRAD, amsgrad(), "sqrt(v_hat)", "C"),
    Planted("not-accumulated", ADAGRAD, by_old_squares(lambda s, a, new: a + new, start=0.1), "the update before"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 2), ids=str)
def test_it_is_named(planted):
    planted.check()


RIGHT = """
import numpy as np
class AMSGrad:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
        self.lr, self.b1, self.b2, self.eps, self.t, self.kept = lr, beta1, beta2, eps, 0, {}
    def update(self, params, grads):
        self.t += 1
        a = self.lr * np.sqrt(1 - self.b2 ** self.t) / (1 - self.b1 ** self.t)
        for k, g in grads.items():
            m, v, top = self.kept.get(k, (0, 0, 0))
            m, v = self.b1 * m + (1 - self.b1) * g, self.b2 * v + (1 - self.b2) * g ** 2
            self.kept[k] = m, v, np.maximum(top, v)
            params[k] -= a * m / (np.sqrt(self.kept[k][2]) + self.eps)
class Nadam:
    def __init__(self, lr=0.001, b1=0.9, b2=0.999, eps=1e-7):
        self.lr, self.b1, self.b2, self.eps, self.t, self.kept, self.product = lr, b1, b2, eps, 0, {}, 1.0
    def update(self, params, grads):
        self.t += 1
        now, following = (self.b1 * (1 - 0.5 * 0.96 ** t) for t in (self.t, self.t + 1))
        self.product *= now
        for k, g in grads.items():
            m, v = self.kept.get(k, (0, 0))
            m, v = self.kept[k] = self.b1 * m + (1 - self.b1) * g, self.b2 * v + (1 - self.b2) * g * g
            n = following * m / (1 - self.product * following) + (1 - now) * g / (1 - self.product)
            params[k] -= self.lr * n / (np.sqrt(v / (1 - self.b2 ** self.t)) + self.eps)
"""


@pytest.mark.thorough
def test_right_ones_match_though_keras_rounds_a_constant(tmp_path):
    """Keras's Nadam has 0.96 in one place and what float32 makes of it in another."""
    found = examined(target_of(tmp_path, RIGHT))
    assert {name: (one.verdict, one.understood.pair.name) for name, one in found.items()} == {
        "AMSGrad": ("match", "Adam"),
        "Nadam": ("match", "Nadam"),
    }
