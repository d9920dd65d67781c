"""What a diagnosis is made of: models that are right, numbers that are solved for, and who computes the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from comparisons.diagnosis import bases, evidence, rules, solving
from comparisons.diagnosis.evidence import Evidence, Observation, Probed, Remembered, in_place_of_keras, is_far, observe
from comparisons.diagnosis.explanation import Explanation, Parameter
from comparisons.judging import judge, unlike
from comparisons.pairs.activations import ACTIVATIONS
from comparisons.pairs.case import Case
from comparisons.pairs.optimizers import OPTIMIZERS
from comparisons.tolerance import allowance
from scratch import optimizers
from tests.judging.part import Part, case_of, changed, squared

U = 2.0**-52
X = [[3.0, -0.5], [0.25, 2.0]]


def seen(mine, case=None):
    (observation,) = observe(mine, [case or case_of(X)])
    return observation


def raising(problem):
    def model(case):
        raise problem

    return model


def test_observations_and_findings_stay_as_they_are_and_are_told_apart():
    from dataclasses import FrozenInstanceError

    from comparisons.diagnosis.finding import Diagnosis, Finding

    one, other = seen(squared), seen(squared)
    assert len({one, other}) == 2, "two observations are two, whatever they hold"
    for each, name in ((one, "problem"), (Finding("x", "C", "output", "float64", "", ""), "code"), (Diagnosis(), "region")):
        with pytest.raises(FrozenInstanceError):
            setattr(each, name, "another")


def test_an_observation_has_the_outcome_or_what_was_raised():
    case = case_of(X)
    found = seen(squared, case)
    assert found.case is case
    assert found.size == 8
    assert found.problem == ""
    died = seen(raising(TypeError("no")))
    assert (died.mine, died.problem, died.size) == (None, "TypeError: no", 0)


def test_a_candidate_gets_copies_and_may_overflow():
    def spoils(case):
        case.x[...] = 1e308
        return {"output": case.x * 10}

    case = case_of(X)
    assert (seen(spoils, case).mine["output"] == np.inf).all()
    np.testing.assert_array_equal(case.x, X)


def test_a_model_computes_every_example_once_in_the_type_of_the_example():
    calls = []

    def model(case):
        calls.append(case)
        return {"output": case.x.astype("float64") * 1e308 * 10, "count": np.array([1])}

    known, case = Remembered(model), case_of(X, "float32")
    assert known(case) is known(case) is known.known(case)
    assert len(calls) == 1
    assert known(case)["output"].dtype == "float32"
    assert known(case)["count"].dtype.kind == "i"
    known(case_of(X, "float32"))
    assert len(calls) == 2


def test_a_model_that_does_not_fit_says_nothing():
    known, case = Remembered(raising(ValueError("no"))), case_of(X)
    assert known(case) is None
    with pytest.raises(ValueError, match="the model does not fit the example"):
        known.known(case)


def test_neighbours_are_made_once_whatever_model_is_asked():
    neighbours: dict[str, Case] = {}
    first, second = (Probed(Part(), case_of(X), neighbours) for _ in range(2))
    assert first._noisy(1) is second._noisy(1)
    assert first._on_ray(0.5) is second._on_ray(0.5)
    assert first._noisy(1) is not first._noisy(2)
    assert first._on_ray(0.5).x[0, 0] == 1.5
    assert sorted(neighbours) == ["noise 1", "noise 2", "ray 0.5"]


def test_how_far_one_unit_moves_a_quantity():
    example = Probed(Part(theirs=lambda case: {"output": case.x**3}), case_of([[2.0]]), {})
    moved = example.move("output")
    assert moved == pytest.approx(24 * U, rel=0.2)
    jumping = Probed(Part(theirs=lambda case: {"output": np.where(case.noise is None, 1.0, np.inf) * case.x**0}), case_of(X), {})
    np.testing.assert_array_equal(jumping.move("output"), np.zeros((2, 2)))
    endless = Probed(Part(theirs=lambda case: {"output": np.where(case.noise is None, -np.inf, np.inf) * case.x**0}), case_of(X), {})
    np.testing.assert_array_equal(endless.move("output"), np.zeros((2, 2)))


def test_what_meets_is_the_largest_along_the_ray_and_not_at_its_end():
    pair = Part(theirs=lambda case: {"output": case.x * (1 - case.x)})
    assert Probed(pair, case_of([[1.0]]), {}).met("output") == 0.25
    assert Probed(pair, case_of([[30.0]]), {}).met("output") == 15 * 14
    assert Probed(replace(pair, meets=lambda case: 7.0), case_of([[1.0]]), {}).met("output") == 7


def observed(mine, theirs=squared, what="output", **more):
    found = Evidence(Part(mine=mine, theirs=theirs, **more)), seen(mine)
    return found[0].with_keras(found[1], what), *found


def test_it_is_compared_with_keras_by_the_rule_that_checks_go_by():
    compared, looked, observation = observed(squared)
    assert compared.passed
    by_size_of_all = np.array([[0.0, 0.2 * 32 * U * 9], [0.0, 0.0]])
    assert observed(lambda case: {"output": case.x**2 + by_size_of_all})[0].passed, "where entries meet, the largest counts"
    right = Evidence(Part())
    assert not right.with_keras(seen(changed(output=lambda y: y + 1)), "output").passed, "what was observed is compared"
    assert looked.with_keras(observation, "output") is compared
    assert looked.with_keras(observation, "gradient of x") is not compared
    assert not observed(changed(output=lambda y: y * (1 + 1e-9)))[0].passed
    more, *_ = observed(lambda case: {**squared(case), "state": np.ones(2)}, what="state")
    assert more.problem == "shape (2,), Keras has (0,)"
    rounded = Part(theirs=lambda case: {"output": case.x**2 + 1e-3 * (case.dtype == "float32")})
    right = seen(lambda case: {"output": case.x**2}, case_of(X, "float32"))
    assert Evidence(rounded).with_keras(right, "output").passed, "the third opinion is asked"


def test_keras_is_asked_once_about_an_example():
    asked = []

    def theirs(case):
        asked.append(case)
        return squared(case)

    looked, observation = Evidence(Part(theirs=theirs)), seen(squared)
    for what in ("output", "gradient of x"):
        looked.with_keras(observation, what)
        looked.roughly(observation, what)
    assert len(asked) == 1


def test_roughly_is_beyond_a_hundred_times_what_is_allowed_unmeasured():
    room = allowance(spread=0.0, scale=9.0, dtype="float64")
    off = np.array([[99.0, 101.0], [np.nan, 0.0]]) * room
    exactly = Evidence(Part(theirs=lambda case: {"output": np.array([0.0, 9.0])}))
    assert not exactly.roughly(seen(lambda case: {"output": np.array([100 * room, 9.0])}), "output").any()

    def mine(case):
        return {"output": case.x**2 + off, "short": np.ones(3), "more": np.ones(2)}

    def theirs(case):
        return {"output": case.x**2, "short": np.ones(2), "gone": np.ones(2)}

    looked, observation = Evidence(Part(theirs=theirs)), seen(mine)
    np.testing.assert_array_equal(looked.roughly(observation, "output"), [[False, True], [True, False]])
    assert looked.roughly(observation, "output") is looked.roughly(observation, "output")
    assert looked.roughly(observation, "short").tolist() == [True] * 3
    assert looked.roughly(observation, "more").tolist() == [True] * 2
    assert looked.roughly(observation, "gone").shape == (0,)
    assert looked.roughly(seen(raising(TypeError("no"))), "output").shape == (0,)


def halved(case):
    right = squared(case)
    return {**right, "gradient of x": right["gradient of x"] / 2}


def test_a_model_that_computes_the_same_is_found_and_another_is_not():
    looked, observation = Evidence(Part(mine=halved)), seen(halved)
    for model, passed in ((halved, True), (squared, False)):
        assert looked.with_model(Remembered(model), observation, "gradient of x").passed == passed
        assert looked.with_model(Remembered(model), observation, "output").passed
    assert looked.with_model(Remembered(halved), observation, "state") is None
    assert looked.with_model(Remembered(raising(ValueError("no"))), observation, "output") is None
    assert looked.with_model(Remembered(halved), seen(raising(TypeError("no"))), "output") is None
    other_shape = looked.with_model(Remembered(lambda case: {"output": np.ones(3)}), observation, "output")
    assert "shape" in other_shape.problem


def test_a_model_is_measured_unless_that_is_hopeless():
    """Its own rounding shows 2^12 times as large in the result."""
    asked = []

    def model(case):
        asked.append(case)
        return {"output": case.x + 2.0**12 * (case.x - np.asarray(X))}

    room = 32 * U * 2.0**12
    for by, passed, count in ((0.3 * room, True, 10), (9 * room, False, 10), (1.0, False, 5)):
        asked.clear()
        looked, observation = Evidence(Part()), seen(lambda case, by=by: {"output": case.x + by})
        assert looked.with_model(Remembered(model), observation, "output").passed == passed
        assert len(asked) == count


def test_where_there_is_no_noise_what_is_hopeless_is_not_measured():
    looked = Evidence(Part())
    room = float(allowance(spread=0.0, scale=9.0, dtype="float64"))

    def hopeless(by, moves=0.0, sizes=0.0, mine=None):
        def model(case):
            on_ray = case.noise is None and case.x[0, 0] != 3
            return {"output": np.asarray(X) ** 2 * (1 + moves * (case.noise is not None)) + sizes * on_ray}

        case = case_of(X)
        example = Probed(Part(theirs=model), case, {})
        return looked._hopeless(example, case.x**2 + by if mine is None else mine, case.x**2, "output")

    assert not hopeless(0.9e4 * room)
    assert not hopeless(1e4 * room, mine=np.asarray(X) ** 2 + 0), "nothing is apart"
    assert hopeless(1.0005e4 * room)
    assert hopeless(np.nan)
    assert not hopeless(1.1e4 * room, moves=1e-10)
    assert not hopeless(1.1e4 * room, sizes=20.0)
    zero = np.array([[0.0, 9.0]])
    beside = Probed(
        Part(theirs=lambda case: {"output": zero if case.x[0, 0] > 2.9 else np.array([[0.0, 29.0]])}), case_of([[3.0, 1.0]]), {}
    )
    met = float(allowance(spread=0.0, scale=29.0, dtype="float64"))
    for share, expected in ((1.0, False), (1.0005, True)):
        assert looked._hopeless(beside, np.array([[share * 1e4 * met, 9.0]]), zero, "output") == expected
    one = np.asarray(X) ** 2
    one[1, 1] += 1.1e4 * room
    assert hopeless(0.0, mine=one)


SGD = next(pair for pair in OPTIMIZERS if pair.name == "SGD")


def updates_of(pair=SGD, variant=None, rounds=4, seed=3, magnitude=0, dtype="float64"):
    from comparisons.pairs.case import Values

    return pair.make_case(pair.variants[0] if variant is None else variant, (rounds,), Values(seed, 4, magnitude), dtype, True)


@dataclass(frozen=True)
class Own(type(SGD)):
    """An optimizer whose reference is scratch's: nothing of Keras."""

    def reference(self, case):
        return SGD.candidate(case)


OWN = Own("SGD")


def test_optimizers_are_judged_entry_by_entry():
    case = updates_of()
    right = SGD.candidate(case)
    for row, by, passed in ((2, 0.0, True), (2, 1e-12, False), (0, 1e-12, False)):
        mine = {what: a.copy() for what, a in right.items()}
        mine["kernel"][row, 0, 0] += by
        looked, observation = Evidence(OWN), Observation(case, mine)
        assert looked.with_keras(observation, "kernel").passed == passed
        assert looked.with_keras(observation, "bias").passed
        assert looked.with_model(Remembered(SGD.candidate), observation, "kernel").passed == passed
        assert looked.with_model(Remembered(SGD.candidate), observation, "kernel").what == "kernel"
        assert looked.with_model(Remembered(SGD.candidate), observation, "bias").passed


def test_of_optimizers_a_size_is_the_largest_so_far_entry_by_entry():
    """An entry that was large stays rounded; one that is large beside it is no excuse."""
    theirs = np.array([[1e8, 1.0], [1.0, 1.0], [1.0, 1.0]])
    looked, room = Evidence(OWN), 1e4 * 32 * U

    def hopeless(row, column, by):
        mine = theirs.copy()
        mine[row, column] += by
        example = Probed(in_place_of_keras(OWN, lambda case: {"kernel": theirs}), updates_of(), {})
        return looked._hopeless(example, mine, theirs, "kernel")

    assert not hopeless(2, 0, 0.5e8 * room)
    assert hopeless(2, 0, 2e8 * room)
    assert hopeless(2, 1, 2 * room)
    assert not hopeless(2, 1, 0.5 * room)


def test_of_optimizers_hopeless_is_told_by_what_came_before():
    case = updates_of()
    looked = Evidence(OWN)

    def hopeless(row, by, moves=0.0):
        def model(case):
            found = {what: np.asarray(a, dtype="float64") for what, a in SGD.candidate(case).items()}
            found["kernel"][1] += moves * (case.noise is not None)
            return found

        mine = SGD.candidate(case)["kernel"].copy()
        mine[row] += by
        example = Probed(in_place_of_keras(OWN, model), case, {})
        return looked._hopeless(example, mine, SGD.candidate(case)["kernel"], "kernel")

    assert not hopeless(2, 0.0)
    assert hopeless(2, 1e-6)
    assert not hopeless(2, 1e-6, moves=1e-9), "what was moved before stays moved"
    assert not hopeless(1, 1e-6, moves=1e-9)
    assert hopeless(0, 1e-6, moves=1e-9)


@pytest.mark.parametrize(
    ("headroom", "dtype", "far"),
    [(1e-4 / U * 1.0005, "float64", True), (1e-4 / U, "float64", False), (900, "float32", True), (800, "float32", False)],
)
def test_far_is_what_other_constants_could_not_make_up(headroom, dtype, far):
    compared = judge("x", np.ones(1), np.ones(1), dtype="float64")
    assert is_far(replace(compared, apart=np.array([headroom]), allowed=np.ones(1)), dtype) == far
    assert is_far(None, dtype)
    assert is_far(unlike("x", 1, 2, "shape"), dtype)


def test_a_model_stands_in_keras_s_place():
    pair = Part(theirs=squared)
    other = in_place_of_keras(pair, halved)
    case = case_of(X, "float32")
    assert (other.reference(case)["gradient of x"] * 2 == pair.reference(case)["gradient of x"]).all()
    assert other.opinion(case) == {}
    assert in_place_of_keras(pair, halved, opinion=True).opinion(case)["output"].dtype == "float64"
    assert other.candidate(case).keys() == pair.candidate(case).keys()


def rule(name, settings=None, rounds=12, **more):
    """(scratch's optimizer, the rule) on the same gradients."""
    pair = next(pair for pair in OPTIMIZERS if pair.name == name)
    case = updates_of(pair, settings or {}, rounds, magnitude=1)
    return pair.candidate(case), rules.run(name, case, more.pop("rule", rules.RULES[name]), **more), case


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("SGD", {}), ("SGD", {"momentum": 0.9}), ("SGD", {"momentum": 0.75, "nesterov": True, "learning_rate": 0.125}),
        ("SGD", {"learning_rate": ("ExponentialDecay", (("initial_learning_rate", 0.5), ("decay_steps", 4), ("decay_rate", 0.5)))}),
        ("Adagrad", {}), ("Adagrad", {"initial_accumulator_value": 0.5, "epsilon": 1e-3}), ("RMSprop", {}),
        ("RMSprop", {"rho": 0.75, "momentum": 0.5, "epsilon": 1e-3}), ("Adam", {}),
        ("Adam", {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 1e-3}),
        ("Adam", {"amsgrad": False, "weight_decay": None, "use_ema": False}),
    ],
)  # fmt: skip
def test_rules_are_those_of_the_optimizers(name, settings):
    right, found, _ = rule(name, settings)
    for what in ("kernel", "bias"):
        np.testing.assert_allclose(found[what], right[what], rtol=1e-12, atol=1e-13)
        assert len(found[what]) == 13


@pytest.mark.parametrize("strange", [{"clipnorm": 1.0}, {"use_ema": True}, {"weight_decay": 0.01}, {"amsgrad": True}])
def test_what_the_rules_do_not_know_is_refused(strange):
    with pytest.raises(ValueError, match="no rule here with"):
        rule("Adam", strange)
    with pytest.raises(ValueError, match="no rule here"):
        rule("RMSprop", {"centered": True})


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

    assert counts() == ([1, 2, 3], [1, 2, 3], [1, 1, 2, 2, 3, 3])
    assert counts(per_parameter=True)[2] == [1, 2, 3, 4, 5, 6]

    def summing(step):
        step.state["n"] = np.asarray(step.state.get("n", 0.0)) + 1
        return step.w * 0 + step.state["n"]

    found = rule("SGD", rounds=3, rule=summing, shared=True)[1]
    assert found["kernel"][1:, 0, 0].tolist() == [1, 3, 5]
    assert found["bias"][1:, 0].tolist() == [2, 4, 6]


def step(w=1.0, g=0.5, t=1, **state):
    settings = {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 0.125, "rho": 0.75, "momentum": 0.0, "initial_accumulator_value": 0.25}
    return rules.Step(np.array([w]), np.array([g]), 0.5, t, {n: np.array([v]) for n, v in state.items()}, settings)


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
    narrow = rules.Step(np.ones(1, "float32"), np.ones(1, "float32"), 0.5, 1, {}, step().settings)
    assert rules.adam(narrow, place="hat").dtype in ("float32", "float64")
    assert narrow.kept("x", 2.0) == 2


def test_a_slot_starts_where_it_is_said():
    made = step()
    assert made.kept("a") == 0
    assert made.kept("a", 2.5) == 2.5
    made.state["a"] = np.array([7.0])
    assert made.kept("a", 2.5) == 7


def test_a_rate_is_a_number_or_a_schedule_s():
    assert rules.rate_at(0.25, 3) == 0.25
    schedule = ("ExponentialDecay", (("initial_learning_rate", 0.5), ("decay_steps", 4), ("decay_rate", 0.5)))
    assert rules.rate_at(schedule, 4) == 0.25
    assert isinstance(rules.rate_at(np.float32(0.5), 0), float)


def explanation(low, high, predict):
    return Explanation("x", "", predict, lambda pair: True, Parameter("p", (), low, high))


def solved(predict, mine, low, high, case=None) -> list[float]:
    observation = seen(mine, case)
    return list(solving.solutions(explanation(low, high, predict), Part(), squared, observation, "output"))


def times(pair, base, case, number):
    return {"output": case.x * number}


@pytest.mark.parametrize(("low", "high"), [(0.01, 100.0), (-50.0, 50.0), (2.0, 4.0)])
@pytest.mark.parametrize("number", [2.718281828459045, 3.0])
def test_an_open_number_is_solved_for_after_round_ones(low, high, number):
    found = solved(times, lambda case: {"output": case.x * number}, low, high)
    assert found[-1] == pytest.approx(number, rel=1e-12)
    if number != 3:
        assert found[:4] == [3, 2.7, 2.72, 2.718]
        assert len(found) % 5 == 0
    else:
        assert found[0] == 3


def test_up_to_three_entries_are_solved_the_most_sensitive_first():
    found = solved(times, lambda case: {"output": case.x * np.array([[2.517392, 3.546282], [4.5, 1.528492]])}, 0.01, 100.0)
    assert found[4::5] == pytest.approx([2.517392, 1.528492, 3.546282], rel=1e-12)


def test_every_crossing_is_a_solution():
    found = solved(
        lambda pair, base, case, number: {"output": (number - 2.1) * (number - 7.3) * case.x},
        lambda case: {"output": case.x * 0},
        0.1,
        10.0,
    )
    assert {round(number, 9) for number in found} >= {2.1, 7.3}


def test_there_is_nothing_to_solve_for():
    right = {"predict": times, "mine": lambda case: {"output": case.x * 2}}
    assert solved(**right, low=1.0, high=1.0) == []
    asked = []

    def counting(pair, base, case, number):
        asked.append(number)
        return times(pair, base, case, number)

    assert solved(counting, right["mine"], 2.0, 2.0) == []
    assert not asked, "the known numbers are all there are"
    assert solved(**right, low=3.0, high=4.0) == []
    assert solved(**right, low=2.0, high=1.0) == []
    assert solved(**right, low=1.0, high=3.0)
    nothing = explanation(1.0, 3.0, times)
    assert not list(solving.solutions(replace(nothing, parameter=None), Part(), squared, seen(right["mine"]), "output"))
    assert not list(solving.solutions(nothing, Part(), squared, seen(raising(TypeError("no"))), "output"))
    assert solved(raising_predict, right["mine"], 1.0, 3.0) == []
    assert solved(lambda *a: {"output": np.ones((3, 1))}, right["mine"], 1.0, 3.0) == []
    assert (
        solved(lambda pair, base, case, number: {"output": case.x}, lambda case: {"output": case.x}, 1.0, 3.0, case_of(np.zeros((0, 2))))
        == []
    )


def raising_predict(*arguments: Any):
    raise ValueError("no")


def test_what_is_no_number_somewhere_counts_nothing():
    def sometimes(pair, base, case, number):
        return {"output": np.array([1e6 * number, number]) * np.array([np.nan if number > 2 else 1.0, 1.0])}

    found = solved(sometimes, lambda case: {"output": np.array([1e6, 2.5])}, 0.5, 5.0)
    assert any(number == pytest.approx(2.5, rel=1e-12) for number in found)


def test_from_zero_on_the_grid_is_even():
    seen_numbers = []

    def predict(pair, base, case, number):
        seen_numbers.append(number)
        return {"output": case.x * number}

    found = solved(predict, lambda case: {"output": case.x * 2.517392}, 0.0, 32.0)
    assert found[-1] == pytest.approx(2.517392, rel=1e-12)
    assert seen_numbers[:33] == list(range(33))
    for number in (2.0, 31.0):
        for sign in (1, -1):
            on_grid = solved(
                lambda *a, sign=sign: {"output": sign * a[2].x * a[3]},
                lambda case, n=number, sign=sign: {"output": sign * case.x * n},
                0.0,
                32.0,
            )
            assert on_grid[-1] == pytest.approx(number, rel=1e-12), "a number on the grid itself is found like any other"


def test_crossings_are_looked_for_one_interval_at_a_time_and_nowhere_else():
    roots = list(solving._roots(lambda number: np.array([np.cos(np.pi * number), 1.0]), 0.0, 32.0))
    assert roots == pytest.approx([n + 0.5 for n in range(32)])


def test_an_interval_is_halved_until_rounding():
    calls = []

    def off(number):
        calls.append(number)
        return number - 3.3

    assert solving._bisected(off, 1.0, 10.0) == pytest.approx(3.3, rel=1e-13)
    assert calls[1] == pytest.approx(np.sqrt(10))
    assert 40 < len(calls) < 50
    calls.clear()
    assert solving._bisected(off, -10.0, 10.0) == pytest.approx(3.3, rel=1e-13)
    assert calls[1:3] == [0, 5]
    falling = solving._bisected(lambda number: 3.3 - number, 1.0, 10.0)
    assert falling == pytest.approx(3.3, rel=1e-13)
    calls.clear()
    solving._bisected(lambda number: calls.append(number) or number, -1e-300, 2e-300)
    assert len(calls) == 71


def test_the_base_of_an_activation_is_scratch_in_the_form_it_is_seen_in():
    elu = next(pair for pair in ACTIVATIONS if pair.name == "elu")
    (base,) = bases.by_hand(elu)
    case = elu.specimen("float64", {"alpha": 0.5})
    np.testing.assert_array_equal(base.model(case)["output"], elu.candidate(case)["output"])
    assert not base.near
    assert base.case(case) is case
    (keras,) = bases.keras(Part())
    assert keras.model.__self__.name == "square"
    assert list(bases.keras(SGD)) == []
    assert bases.whole(elu) is elu


def test_the_bases_of_an_optimizer_are_rules_with_settings_written_into_the_code():
    adam = next(pair for pair in OPTIMIZERS if pair.name == "Adam")
    found = list(bases.by_hand(adam))
    assert [base.near for base in found] == [False] + [True] * 7
    case = updates_of(adam, adam.variants[0])
    given = case.settings
    read = [base.case(case).settings for base in found]
    assert [base.case(case) is base.case(case) for base in found] == [True] * 8
    assert read[0] == given
    assert given["beta_2"] != 0.999
    assert read[1] == {**given, "learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}
    changed_in = [{name for name in given if settings[name] != given[name]} for settings in read]
    rate, shares, others = {"learning_rate"}, {"beta_1", "beta_2"}, {"epsilon"}
    assert changed_in == [set(), rate | shares | others, rate | shares, rate | others, shares | others, rate, shares, others]
    np.testing.assert_allclose(found[0].model(case)["kernel"], adam.candidate(case)["kernel"], rtol=1e-9)
    lion = next(pair for pair in OPTIMIZERS if pair.name == "Lion")
    assert len(list(bases.by_hand(lion))) == 1


def test_numbers_are_read_as_they_were_written():
    assert bases.as_written(float(np.float32(0.999))) == 0.999
    assert bases.as_written(0.999) == 0.999
    assert bases.as_written(0.5) == 0.5
    read = bases.decimal(("rate", "count"))(case_of(X).with_settings(rate=float(np.float32(0.1)), count=3, other=float(np.float32(0.1))))
    assert read.settings == {"rate": 0.1, "count": 3, "other": float(np.float32(0.1))}


class Manner:
    """How somebody's own code is compared: only values, twice as large."""

    def __init__(self, base):
        self.base, self.offers, self.adapter = base, frozenset({"output"}), self

    def seen(self, pair, case, outcome, *, mine):
        assert mine is False
        offers = pair.manner.offers
        return {what: a * 2 for what, a in outcome.items() if not offers or what in offers}


def test_a_formula_is_seen_as_the_candidate_is():
    pair = Part(mine=halved)
    own = Part()
    object.__setattr__(own, "manner", Manner(pair))
    case = case_of(X)
    (base,) = bases.by_hand(own)
    assert base.model(case).keys() == {"output"}
    np.testing.assert_array_equal(base.model(case)["output"], 2 * case.x**2)
    assert bases.seen(pair, case, {"output": case.x})["output"] is case.x
    everything = bases.whole(own)
    assert everything is not own
    assert everything.manner.offers == frozenset()
    assert own.manner.offers == {"output"}
    np.testing.assert_array_equal(bases.scratch(everything)(case)["gradient of x"], 2 * halved(case)["gradient of x"])
    assert evidence.FAR == 1e-4


def test_names_of_optimizers_with_rules():
    assert set(rules.RULES) <= set(optimizers.__all__)
