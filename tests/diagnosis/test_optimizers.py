"""Each mistake in an update rule is called by its name."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis.examples import fresh
from comparisons.diagnosis.rules import RULES
from comparisons.diagnosis.updating import run
from tests.diagnosis.planted import Planted, optimizer, updating
from tests.quickly import quickly

pytestmark = pytest.mark.keras

MOMENTUM = optimizer("SGD", learning_rate=0.01, momentum=0.9)
NESTEROV = optimizer("SGD", learning_rate=0.01, momentum=0.9, nesterov=True)
HALVED = ("PiecewiseConstantDecay", (("boundaries", (4,)), ("values", (0.125, 0.03125))))
CHANGING = optimizer("SGD", learning_rate=HALVED, momentum=0.75)


def adam(*, epsilon=1e-7, place="root", power=True, corrected=True, first=1, beta_2=0.999):
    def rule(s, w, g, t, settings):
        b1, t = 0.9, t + first - 1
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        s["v"] = beta_2 * s.get("v", 0) + (1 - beta_2) * g * g
        c1, c2 = (1 - b1**t, 1 - beta_2**t) if power else (1 - b1, 1 - beta_2)
        c1, c2 = (c1, c2) if corrected else (1, 1)
        rate = settings["learning_rate"]
        if place == "root":
            return w - rate * np.sqrt(c2) / c1 * s["m"] / (np.sqrt(s["v"]) + epsilon)
        v = s["v"] / c2
        return w - rate * s["m"] / c1 / {"hat": np.sqrt(v) + epsilon, "inside": np.sqrt(v + epsilon), "none": v + epsilon}[place]

    return rule


def counting_parameters(case):
    """The kernel is updated before the bias, and t counts both."""
    rows = {name: [case.inputs[name]] for name in ("kernel", "bias")}
    states, t = {"kernel": {}, "bias": {}}, 0
    for update in range(len(case.inputs["kernel_gradients"])):
        for name, row in rows.items():
            t += 1
            row.append(adam()(states[name], row[-1], case.inputs[f"{name}_gradients"][update], t, case.settings))
    return {name: np.stack(row) for name, row in rows.items()}


def momentum(step):
    """step(v before, lr g, momentum) -> (v, what is added to w)."""

    def rule(s, w, g, t, settings):
        s["v"], move = step(s.get("v", 0 * w), settings["learning_rate"] * g, settings["momentum"])
        return w + move

    return rule


def previous(s, w, g, t, settings):
    before, s["g"] = s.get("g", 0 * w), g
    return w - settings["learning_rate"] * (g + settings["momentum"] * before)


def outside(s, w, g, t, settings):
    s["v"] = settings["momentum"] * s.get("v", 0) + g
    return w - (0.125 if t <= 5 else 0.03125) * s["v"]


def squares(*, start=0.0, keep=None, epsilon=1e-7, outside=False, root=True):
    """Adagrad, or RMSprop if it keeps a share."""

    def rule(s, w, g, t, settings):
        s["a"] = s.get("a", start) + g * g if keep is None else keep * s.get("a", 0) + (1 - keep) * g * g
        below = s["a"] + epsilon if not root else np.sqrt(s["a"]) + epsilon if outside else np.sqrt(s["a"] + epsilon)
        return w - settings["learning_rate"] * g / below

    return rule


EXACT = {"learning_rate": 2.0**-7, "beta_1": 0.875, "beta_2": 1 - 2.0**-6, "weight_decay": 2.0**-4}
"""Numbers that float32 holds: there is no rule here for AdamW, so it is compared with Keras's own, which passes them through that."""


def decoupled(s, w, g, t, settings):
    """AdamW with another epsilon."""
    b1, b2, rate = settings["beta_1"], settings["beta_2"], settings["learning_rate"]
    s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
    s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
    w = w - rate * settings["weight_decay"] * w
    return w - rate * np.sqrt(1 - b2**t) / (1 - b1**t) * s["m"] / (np.sqrt(s["v"]) + 1e-8)


def of_adam(code, words="", kind="", **how):
    return Planted(code, optimizer("Adam"), updating(adam(**how)), words, kind)


def of_momentum(code, pair, step, words=""):
    return Planted(code, pair, updating(momentum(step)), words)


def of_squares(code, name, words="", kind="", **how):
    return Planted(code, optimizer(name), updating(squares(**how)), words, kind)


PLANTED = [
    of_adam(""),
    of_adam("adam-epsilon-value", "epsilon is 1e-08", "C", epsilon=1e-8),
    of_adam("adam-epsilon-value", "epsilon is 3e-08", "C", epsilon=3e-8),
    of_adam("adam-epsilon-hat", "epsilon = 1e-08 is added to sqrt(v_hat)", "C", epsilon=1e-8, place="hat"),
    of_adam("adam-epsilon-hat", "inside the root", "C", epsilon=1e-8, place="inside"),
    of_adam("adam-no-bias-correction", "3.16 times", "D", epsilon=1e-8, place="hat", corrected=False),
    of_adam("adam-power-missing", "", "D", epsilon=1e-8, place="hat", power=False),
    of_adam("adam-power-missing", "", "D", power=False),
    of_adam("adam-step-off", "t is 2", "D", first=2),
    of_adam("root-missing", "v_hat", "D", epsilon=1e-8, place="none"),
    of_adam("coefficient-value", "beta_2 is 0.99", "C", beta_2=0.99),
    of_adam(["adam-epsilon-value", "coefficient-value"], epsilon=1e-8, beta_2=0.99),
    Planted("adam-epsilon-value", optimizer("AdamW", **EXACT), updating(decoupled), "1e-08", "C"),
    Planted("optimizer-state-shared", optimizer("Adam"), updating(adam(), shared=True)),
    Planted("adam-step-off", optimizer("Adam"), counting_parameters, "every parameter"),
    of_momentum("", MOMENTUM, lambda v, g, m: (m * v - g, m * v - g)),
    of_momentum("sign-flipped", MOMENTUM, lambda v, g, m: (m * v - g, g - m * v)),
    of_momentum("momentum-ema", MOMENTUM, lambda v, g, m: (m * v - (1 - m) * g, m * v - (1 - m) * g)),
    Planted("momentum-previous-gradient", MOMENTUM, updating(previous)),
    Planted("momentum-lr-outside", CHANGING, updating(outside), "another result once it changes", "C"),
    Planted("optimizer-state-shared", MOMENTUM, updating(momentum(lambda v, g, m: (m * v - g, m * v - g)), shared=True)),
    of_momentum("", NESTEROV, lambda v, g, m: (m * v - g, m * (m * v - g) - g)),
    of_momentum("nesterov-classical", NESTEROV, lambda v, g, m: (m * v - g, m * v - g)),
    of_momentum("nesterov-updated-velocity", NESTEROV, lambda v, g, m: (m * v - g, m * m * (m * v - g) - (1 + m) * g)),
    of_momentum("nesterov-wrong-side", NESTEROV, lambda v, g, m: (m * v - g, m * v + (1 + m) * (m * v - g))),
    of_momentum("nesterov-wrong-side", NESTEROV, lambda v, g, m: (m * v - g, -m * m * v - (1 + m) * g)),
    of_momentum("nesterov-wrong-side", NESTEROV, lambda v, g, m: (m * v - g, -m * (m * v - g) - g)),
    of_squares("", "Adagrad", start=0.1),
    of_squares("adagrad-initial-accumulator", "Adagrad", "starts at 0", "C"),
    of_squares(["adagrad-initial-accumulator", "epsilon-outside-root"], "Adagrad", outside=True),
    of_squares("root-missing", "Adagrad", start=0.1, root=False),
    of_squares("", "RMSprop", keep=0.9),
    of_squares("epsilon-outside-root", "RMSprop", "epsilon = 1e-08", "C", keep=0.9, epsilon=1e-8, outside=True),
    of_squares("coefficient-value", "RMSprop", "rho is 0.99", "C", keep=0.99),
    of_squares("root-missing", "RMSprop", keep=0.9, root=False),
    of_squares("epsilon-value", "RMSprop", "epsilon is 1e-06", "C", keep=0.9, epsilon=1e-6),
]


QUICK = [
    planted
    for planted in PLANTED
    if planted.code
    in (
        "momentum-lr-outside", "nesterov-updated-velocity", "epsilon-outside-root",
        ["adagrad-initial-accumulator", "epsilon-outside-root"],
    )
    and planted.words in ("", "another result once it changes", "inside the root", "epsilon = 1e-08")
]  # fmt: skip
"""Something of every family: a constant, a formula, a rate that changes, two at once."""


@pytest.mark.parametrize("planted", quickly(PLANTED, QUICK), ids=str)
def test_it_is_named(planted):
    planted.check()


@pytest.mark.parametrize("name", RULES)
def test_rules_are_keras_s(name):
    """What explanations start from: the rules in NumPy give Keras's numbers."""
    pair = optimizer(name, **({"momentum": 0.75, "nesterov": True} if name == "SGD" else {}))
    for case in fresh(pair, "float64", number=3, count=5):
        mine, theirs = run(name, case, RULES[name]), pair.reference(case)
        for what, a in mine.items():
            size = np.maximum.accumulate(np.abs(theirs[what]), axis=0)
            assert (np.abs(a - theirs[what]) <= 1e-12 * size).all()
