"""A gradient is compared with the derivative along a direction, wherever that is sharp."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks import directional
from comparisons.checks.directional import STEPS, direction
from comparisons.checks.example import Example
from comparisons.tolerance import K
from tests.judging.curves import STEP, bent, power
from tests.judging.part import Part, case_of, found_by, passes


def test_the_check_compares_the_gradient_with_it():
    pair = Part(weighted=True)
    case = pair.make_case({}, (3, 2), case_of([[0.0]]).values, "float64", False)
    compared = found_by("directional", pair, case)
    assert [each.what for each in compared] == [f"derivative along a random direction of {name}" for name in ("x", "weight")]
    for each in compared:
        assert each.passed
        assert each.candidate == pytest.approx(float(each.reference), rel=1e-9)
        assert each.apart == abs(each.candidate - each.reference)
        assert 0 < each.allowed < 1e-6 * max(1, abs(float(each.reference)))


def test_the_allowance_is_its_error_and_rounding():
    example = Example(Part(mine=power(1)), case_of([[3.0]]))
    (compared,) = directional.directional(example)
    found = directional._derivative(example, "x", direction(example.case, "x", STEP), STEP)
    expected = K * (found.error + 2**-52 * (abs(found.value) + found.gauge))
    assert compared.allowed == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("factor", [1 + 1e-5, 1 - 1e-5, -1.0, 0.0, np.nan])
def test_a_gradient_that_is_off_is_noticed(factor):
    def wrong(case):
        right = power(2)(case)
        return {**right, "gradient of x": right["gradient of x"] * factor}

    assert passes("directional", Part(mine=power(2)), case_of([[0.5, 1.5]]))
    assert not passes("directional", Part(mine=wrong), case_of([[0.5, 1.5]]))


@pytest.mark.parametrize("gradient", [None, np.ones(3)])
def test_no_gradient_or_one_of_another_shape_is_a_failure(gradient):
    def side(case):
        right = weighted(case)
        return {what: value for what, value in {**right, "gradient of x": gradient}.items() if value is not None}

    case = case_of([[1.0, 2.0]]).with_inputs(weight=np.full((1, 2), 2.0))
    compared, other = found_by("directional", Part(mine=side), case)
    assert compared.problem == "no gradient of this shape"
    assert compared.candidate.shape == ((0,) if gradient is None else (3,))
    assert not compared.passed
    assert other.passed


def test_what_is_undecided_for_one_input_may_be_clear_for_another():
    def side(case):
        left = case.x < 2
        return {**weighted(case), "output": case.inputs["weight"] * np.where(left, 2.0, case.x)}

    case = case_of([[2.0]]).with_inputs(weight=np.full((1, 1), 2.0))
    assert [bool(each.skipped) for each in found_by("directional", Part(mine=side), case)] == [True, False]
    numbers = case_of([[2.0]]).with_inputs(x=np.array([[2]]), weight=np.full((1, 1), 2.0))
    assert [each.what for each in found_by("directional", Part(mine=weighted), numbers)] == [
        "derivative along a random direction of weight"
    ]


def test_at_a_kink_nothing_is_decided():
    pair = Part(mine=bent(2.0), kinks=(2.0,))
    (compared,) = found_by("directional", pair, case_of([[2.0, 2.0]]))
    assert compared.skipped == "at a kink, where a convention stands for the derivative"
    assert passes("directional", pair, case_of([[2.5, 5.0]]))
    at = case_of([[2.0]]).with_inputs(weight=np.full((1, 1), 2.0))
    compared = found_by("directional", replace(pair, mine=lambda case: weighted(case)), at)
    assert [bool(each.skipped) for each in compared] == [True, False], "what is not x has no kink, even at that number"
    weight = case_of([[2.5]]).with_inputs(weight=np.full((1, 1), 2.0))
    assert [bool(each.skipped) for each in found_by("directional", replace(pair, mine=lambda case: weighted(case)), weight)] == [False] * 2


def test_beside_a_kink_the_rest_is_decided():
    pair, case = Part(mine=bent(2.0), kinks=(2.0,)), case_of([[2.0, 5.0]])
    assert passes("directional", pair, case)

    def off(where):
        def side(case):
            found = bent(2.0)(case)
            return {**found, "gradient of x": found["gradient of x"] * np.where(np.arange(2) == where, 1.5, 1.0)}

        return side

    assert passes("directional", replace(pair, mine=off(0)), case), "a convention decides there"
    assert not passes("directional", replace(pair, mine=off(1)), case)


def weighted(case):
    x, w, dy = case.x, case.inputs["weight"], case.upstream(case.x.shape)
    return {"output": w * x, "gradient of x": w * dy, "gradient of weight": x * dy}


def test_near_a_kink_a_smaller_step_may_do_and_at_an_unknown_one_none_does():
    near = 2 + STEPS[1] * 64
    assert [each.skipped for each in found_by("directional", Part(mine=bent(2.0)), case_of([[near]]))] == [""]
    (compared,) = found_by("directional", Part(mine=bent(2.0)), case_of([[2.0]]))
    assert compared.skipped == "bent or noisy at every step"


def test_whole_numbers_and_nothing_have_no_direction():
    assert not found_by("directional", Part(mine=power(2)), case_of([[1, 2]], "int64"))
    assert not found_by("directional", Part(mine=power(2)), case_of(np.zeros((0, 2))))
