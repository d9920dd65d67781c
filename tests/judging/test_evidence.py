"""What a diagnosis goes by: observations of a candidate, and models that compute the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.diagnosis.evidence import Evidence, Probed
from comparisons.diagnosis.remembered import Recalled, Remembered
from comparisons.pairs.case import Case, OfOnes
from comparisons.tolerance import allowance
from tests.judging.observing import X, halved, seen
from tests.judging.part import Part, case_of, changed, raising, squared

U = 2.0**-52


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
    for by, passed, count in ((0.3 * room, True, 10), (9 * room, False, 10), (1e-5, False, 2), (1.0, False, 1)):
        asked.clear()
        looked, observation = Evidence(Part()), seen(lambda case, by=by: {"output": case.x + by})
        assert looked.with_model(Remembered(model), observation, "output").passed == passed
        assert len(asked) == count


def test_equal_examples_are_recalled_and_what_raises_is_none():
    asked = []

    def model(case):
        asked.append(case)
        if case.x[0, 0] < 0:
            raise ValueError("no")
        return {"output": case.x * 2}

    recalled, case = Recalled(model), case_of(X)
    first, again = recalled(case), recalled(case.copied())
    assert len(asked) == 1
    assert first is again
    for other in (case.with_x(case.x + 1), case.with_settings(alpha=1.0), OfOnes.of(case), case.in_dtype("float32")):
        assert recalled(other)["output"].dtype == other.dtype
    assert len(asked) == 5
    for _ in range(2):
        assert recalled(case.with_x(-case.x)) is None
    assert len(asked) == 6


def test_sizes_that_meet_inside_by_keras_excuse_a_model_too_and_are_asked_for_once():
    asked = []

    def keras(case):
        asked.append(case)
        return {"output": case.x * 0 + (1e9 if abs(case.x[0, 0]) < 2 else 1.0)}

    room = 1e4 * 32 * U
    for by, measured in ((0.5e9 * room, True), (2e9 * room, False)):
        calls = []
        looked, observation = Evidence(Part(theirs=keras)), seen(lambda case, by=by: {"output": case.x + by})
        for _ in range(2):
            asked.clear()
            looked.with_model(Remembered(lambda case, calls=calls: calls.append(case) or {"output": case.x}), observation, "output")
        assert (len(calls) > 4) == measured
        assert not asked


def test_where_there_is_no_noise_what_is_hopeless_is_not_measured():
    looked = Evidence(Part())
    room = float(allowance(spread=0.0, scale=9.0, dtype="float64"))

    def hopeless(by, moves=0.0, sizes=0.0, mine=None):
        def model(case):
            on_ray = case.noise is None and case.x[0, 0] != 3
            return {"output": np.asarray(X) ** 2 * (1 + moves * (case.noise is not None)) + sizes * on_ray}

        case = case_of(X)
        example = Probed(Part(theirs=model), case, {})
        return looked._hopeless(example, case.x**2 + by if mine is None else mine, case.x**2, "output", lambda: example.met("output"))

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
        assert looked._hopeless(beside, np.array([[share * 1e4 * met, 9.0]]), zero, "output", lambda: beside.met("output")) == expected
    one = np.asarray(X) ** 2
    one[1, 1] += 1.1e4 * room
    assert hopeless(0.0, mine=one)


def test_for_a_region_nothing_is_measured_where_all_is_clear():
    """A number in between is judged as checks judge it; so is one that has another shape."""
    for by, measured in ((0.0, False), (1.0, False), (1e-9, True)):
        looked = Evidence(Part())
        observation = seen(lambda case, by=by: {"output": case.x * case.x + [[by, 0.0], [0.0, 0.0]]})
        clear, judged = looked.clearly(observation, "output"), looked.with_keras(observation, "output")
        assert (clear is judged) == measured
        np.testing.assert_array_equal(clear.shares > 1, [[by > 0, False], [False, False]])
        np.testing.assert_array_equal(clear.shares > 1, judged.shares > 1)
    assert looked.clearly(seen(lambda case: {"output": np.ones(3)}), "output").problem
