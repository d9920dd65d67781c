"""Each slip in an update rule is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from tests.diagnosis.planted import Planted, optimizer, updating
from tests.quickly import some

pytestmark = pytest.mark.keras

RATE = 2.0**-7
BETAS = {"beta_1": 0.875, "beta_2": 1 - 2.0**-6}
ADAM = optimizer("Adam", learning_rate=RATE, **BETAS)
ADAMW = optimizer("AdamW", learning_rate=RATE, **BETAS, weight_decay=2.0**-4)
RMSPROP = optimizer("RMSprop", learning_rate=RATE, rho=0.75)
MOMENTUM = optimizer("SGD", learning_rate=0.125, momentum=0.75)


def adam(*, of_m="beta_1", of_v="beta_2", by_m="beta_1", by_v="beta_2", power=lambda g: g * g, before=None, after=None, keeps=False):
    """Adam with epsilon where books have it; `before` and `after` are what weight decay does to (w, g) and to the new w."""

    def rule(s, w, g, t, settings):
        decay, rate = settings.get("weight_decay"), settings["learning_rate"]
        w, g = (w, g) if before is None else before(w, g, decay, rate)
        b1, b2, c1, c2 = (settings[name] for name in (of_m, of_v, by_m, by_v))
        m = b1 * s.get("m", 0 * w) + (1 - b1) * g
        s["v"] = b2 * s.get("v", 0 * w) + (1 - b2) * power(g)
        hat = m / (1 - c1**t)
        s["m"] = hat if keeps else m
        with np.errstate(invalid="ignore"):
            w = w - rate * hat / (np.sqrt(s["v"] / (1 - c2**t)) + 1e-8)
        return w if after is None else after(w, decay, rate)

    return updating(rule)


def rmsprop(average):
    def rule(s, w, g, t, settings):
        s["v"] = average(settings["rho"], s.get("v", 0 * w), g)
        return w - settings["learning_rate"] * g / np.sqrt(s["v"] + 1e-7)

    return updating(rule)


def momentum(s, w, g, t, settings):
    """The rate in the velocity, and again where it is added."""
    s["v"] = settings["momentum"] * s.get("v", 0) - settings["learning_rate"] * g
    return w + settings["learning_rate"] * s["v"]


def latest(s, w, g, t, settings):
    s["a"] = g * g
    return w - settings["learning_rate"] * g / (np.sqrt(s["a"]) + 1e-7)


PLANTED = [
    Planted("adam-betas-swapped", ADAM, adam(by_v="beta_1"), "v_hat is v / (1 - beta_1**t)"),
    Planted("adam-betas-swapped", ADAM, adam(by_m="beta_2"), "m_hat is m / (1 - beta_2**t)"),
    Planted("adam-betas-swapped", ADAM, adam(of_m="beta_2", of_v="beta_1"), "corrected the right way"),
    Planted("adam-betas-swapped", ADAM, adam(of_m="beta_2", of_v="beta_1", by_m="beta_2", by_v="beta_1"), "m averages by beta_2"),
    Planted("adam-correction-kept", ADAM, adam(keeps=True)),
    Planted("square-missing", ADAM, adam(power=np.abs), "|g|"),
    Planted("square-missing", ADAM, adam(power=lambda g: g), "v averages g,"),
    Planted("adam-epsilon-hat", ADAMW, adam(before=lambda w, g, decay, rate: (w - rate * decay * w, g)), kind="C"),
    Planted("decay-without-rate", ADAMW, adam(before=lambda w, g, decay, rate: (w - decay * w, g)), "off w"),
    Planted("decay-without-rate", ADAMW, adam(after=lambda w, decay, rate: w - decay * w), "off the new w"),
    Planted("decay-in-gradient", ADAMW, adam(before=lambda w, g, decay, rate: (w, g + decay * w))),
    Planted("decay-after-update", ADAMW, adam(after=lambda w, decay, rate: w - rate * decay * w)),
    Planted("sign-flipped", ADAMW, adam(before=lambda w, g, decay, rate: (w + rate * decay * w, g))),
    Planted("square-missing", RMSPROP, rmsprop(lambda rho, v, g: rho * v + (1 - rho) * np.abs(g))),
    Planted("average-swapped", RMSPROP, rmsprop(lambda rho, v, g: (1 - rho) * v + rho * g * g)),
    Planted("share-missing", RMSPROP, rmsprop(lambda rho, v, g: rho * v + g * g)),
    Planted("rate-twice", MOMENTUM, updating(momentum)),
    Planted("not-accumulated", MOMENTUM, updating(lambda s, w, g, t, settings: w - settings["learning_rate"] * g)),
    Planted("not-accumulated", optimizer("Adagrad", learning_rate=RATE), updating(latest), "the last square"),
]


@pytest.mark.parametrize("planted", some(PLANTED, 1), ids=str)
def test_it_is_named(planted):
    planted.check()


def test_another_rate_that_nobody_stated_is_no_second_factor():
    """0.0001 in the code is a learning rate of somebody's own, not Keras's 0.01 squared."""
    bare = optimizer("SGD")
    Planted("coefficient-value", bare, updating(lambda s, w, g, t, settings: w - 0.0001 * g), "learning rate is 0.0001", "C").check()
