"""The rules of optimizers, written by hand, are scratch's and have its options."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.diagnosis import rules, updating
from comparisons.pairs.optimizers import OPTIMIZERS
from tests.judging.observing import updates_of


def rule(name, settings=None, rounds=12, **more):
    """(scratch's optimizer, the rule) on the same gradients."""
    pair = next(pair for pair in OPTIMIZERS if pair.name == name)
    case = updates_of(pair, settings or {}, rounds, magnitude=1)
    return pair.candidate(case), updating.run(name, case, more.pop("rule", rules.RULES[name]), **more), case


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("SGD", {}), ("SGD", {"momentum": 0.9}), ("SGD", {"momentum": 0.75, "nesterov": True, "learning_rate": 0.125}),
        ("SGD", {"learning_rate": ("ExponentialDecay", (("initial_learning_rate", 0.5), ("decay_steps", 4), ("decay_rate", 0.5)))}),
        ("Adagrad", {}), ("Adagrad", {"initial_accumulator_value": 0.5, "epsilon": 1e-3}), ("RMSprop", {}),
        ("RMSprop", {"rho": 0.75, "momentum": 0.5, "epsilon": 1e-3}), ("Adam", {}),
        ("Adam", {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 1e-3}),
        ("Adam", {"amsgrad": False, "weight_decay": None, "use_ema": False}), ("SGD", {"weight_decay": 0.0625, "learning_rate": 0.125}),
        ("Adam", {"amsgrad": True, "beta_2": 0.75}), ("RMSprop", {"centered": True, "rho": 0.75}),
        ("Adadelta", {}), ("Adadelta", {"rho": 0.5, "epsilon": 1e-3, "learning_rate": 0.5}),
        ("Adamax", {}), ("Adamax", {"beta_1": 0.5, "beta_2": 0.75}), ("Nadam", {}), ("Nadam", {"beta_1": 0.5, "beta_2": 0.75}),
        ("AdamW", {}), ("AdamW", {"weight_decay": 0.0625, "exclude": ("bias",), "learning_rate": 0.125}),
    ],
)  # fmt: skip
def test_rules_are_those_of_the_optimizers(name, settings):
    right, found, _ = rule(name, settings)
    for what in ("kernel", "bias"):
        np.testing.assert_allclose(found[what], right[what], rtol=1e-12, atol=1e-13)
        assert len(found[what]) == 13


@pytest.mark.parametrize("strange", [{"clipnorm": 1.0}, {"use_ema": True}])
def test_what_the_rules_do_not_know_is_refused(strange):
    with pytest.raises(ValueError, match="no rule here with"):
        rule("Adam", strange)


def test_one_state_for_all_and_a_count_of_all():
    calls = []

    def counting(step):
        calls.append(step.t)
        step.state["n"] = step.kept("n") + 1
        return step.w * 0 + step.kept("n").ravel()[0]

    def counts(**more):
        calls.clear()
        found = rule("SGD", rounds=3, rule=counting, **more)[1]
        return found["kernel"][1:, 0, 0].tolist(), found["bias"][1:, 0].tolist(), list(calls)

    assert counts() == ([1, 2, 3], [1, 2, 3], [1, 2, 3]), "both at once"
    assert counts(shared=True)[2] == [1, 1, 2, 2, 3, 3]
    assert counts(per_parameter=True)[2] == [1, 2, 3, 4, 5, 6]

    def summing(step):
        step.state["n"] = np.asarray(step.state.get("n", 0.0)) + 1
        return step.w * 0 + step.state["n"]

    found = rule("SGD", rounds=3, rule=summing, shared=True)[1]
    assert found["kernel"][1:, 0, 0].tolist() == [1, 3, 5]
    assert found["bias"][1:, 0].tolist() == [2, 4, 6]


def step(w=1.0, g=0.5, t=1, **state):
    settings = {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.125, "rho": 0.75, "momentum": 0.0, "initial_accumulator_value": 0.25}
    return updating.Step(np.array([w]), np.array([g]), 0.5, t, {n: np.array([v]) for n, v in state.items()}, settings)


def test_options_of_adagrad_and_rmsprop():
    a = 0.25 + 0.25
    for options, below in (
        ({}, np.sqrt(a + 0.125)), ({"outside": True}, np.sqrt(a) + 0.125), ({"root": False}, a + 0.125),
        ({"epsilon": 0.5}, np.sqrt(a + 0.5)),
        ({"start": 1.0}, np.sqrt(1.25 + 0.125)), ({"root": False, "outside": True}, a + 0.125),
    ):  # fmt: skip
        made = step()
        assert rules.adagrad(made, **options) == pytest.approx(1 - 0.5 * 0.5 / below)
        assert made.state["a"] == (1.25 if "start" in options else 0.5)
    v = 0.75 * 2 + 0.25 * 0.25
    for options, below in (
        ({}, np.sqrt(v + 0.125)),
        ({"outside": True}, np.sqrt(v) + 0.125),
        ({"root": False}, v + 0.125),
        ({"epsilon": 1.0}, np.sqrt(v + 1)),
    ):
        made = step(v=2.0)
        assert rules.rmsprop(made, **options) == pytest.approx(1 - 0.5 * 0.5 / below)
        assert made.state["v"] == v
        assert "move" not in made.state


def test_options_of_adam():
    m, v, t = 0.5 * 3 + 0.5 * 0.5, 0.75 * 2 + 0.25 * 0.25, 3
    by_m, by_v = 1 - 0.5**t, 1 - 0.75**t
    for options, expected in (
        ({}, m / by_m / (np.sqrt(v / by_v) + 0.125 / np.sqrt(by_v))),
        ({"place": "hat"}, m / by_m / (np.sqrt(v / by_v) + 0.125)),
        ({"place": "inside"}, m / by_m / np.sqrt(v / by_v + 0.125)),
        ({"place": "no root"}, m / by_m / (v / by_v + 0.125)),
        ({"correction": "once"}, m / 0.5 / (np.sqrt(v / 0.25) + 0.125 / np.sqrt(0.25))),
        ({"correction": "none"}, m / (np.sqrt(v) + 0.125)),
        ({"first": 0, "place": "hat"}, m / (1 - 0.5**2) / (np.sqrt(v / (1 - 0.75**2)) + 0.125)),
        ({"first": 2, "place": "hat"}, m / (1 - 0.5**4) / (np.sqrt(v / (1 - 0.75**4)) + 0.125)),
        ({"epsilon": 1.0, "place": "hat"}, m / by_m / (np.sqrt(v / by_v) + 1)),
    ):
        made = step(t=t, m=3.0, v=2.0)
        assert rules.adam(made, **options) == pytest.approx(1 - 0.5 * expected, rel=1e-14), options
        assert (made.state["m"], made.state["v"]) == (m, v)
    narrow = updating.Step(np.ones(1, "float32"), np.ones(1, "float32"), 0.5, 1, {}, step().settings)
    assert rules.adam(narrow, place="hat").dtype in ("float32", "float64")
    assert narrow.kept("x", 2.0) == 2


def test_a_slot_starts_where_it_is_said():
    made = step()
    assert made.kept("a") == 0
    assert made.kept("a", 2.5) == 2.5
    made.state["a"] = np.array([7.0])
    assert made.kept("a", 2.5) == 7


def test_a_rate_is_a_number_or_a_schedule_s():
    assert updating.rate_at(0.25, 3) == 0.25
    schedule = ("ExponentialDecay", (("initial_learning_rate", 0.5), ("decay_steps", 4), ("decay_rate", 0.5)))
    assert updating.rate_at(schedule, 4) == 0.25
    assert isinstance(updating.rate_at(np.float32(0.5), 0), float)
