"""Numerical derivatives: exact where the arithmetic is, and how wrong they may be is measured."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks import directional
from comparisons.checks.directional import HALVINGS, STEPS, Derivative, direction
from comparisons.checks.example import Example
from comparisons.checks.numerical import numerical_gradient
from comparisons.pairs.case import Values
from comparisons.tolerance import K
from tests.judging.part import Part, case_of, found_by, passes

STEP = STEPS[0]
X5 = np.array([[0.5, 2.0]])


def power(n):
    """y = x^n and its gradient."""
    return lambda case: {"output": case.x**n, "gradient of x": n * case.x ** (n - 1) * case.upstream(case.x.shape)}


def bent(at, slopes=(0.0, 1.0)):
    """Two straight lines that meet."""

    def side(case):
        left = case.x < at
        return {
            "output": (case.x - at) * np.where(left, *slopes),
            "gradient of x": case.upstream(case.x.shape) * np.where(left, *slopes),
        }

    return side


def derivative(side, x, step=STEP):
    """(the numerical derivative, what the gradient says, the upstream gradient)."""
    example = Example(Part(mine=side), case_of(x))
    found = directional._derivative(example, "x", direction(example.case, "x", step), step)
    said = float(np.vdot(example.candidate["gradient of x"], found.direction))
    return found, said, example.case.upstream(example.case.x.shape)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("step", STEPS)
def test_of_a_polynomial_of_degree_five_it_is_right_to_rounding(n, step):
    found, said, dy = derivative(power(n), [[0.75, -1.25]], step)
    assert found.value == pytest.approx(said, abs=2**-52 * 40 / step)
    assert found.gauge == np.abs(dy).sum()
    assert found.error >= abs(found.value - said) / K


def test_what_extrapolation_moves_is_its_error():
    """x^5 with a step as large as x: the terms of h^2 and h^4 are of the size of the derivative itself."""
    found, said, dy = derivative(power(5), [[0.5, 2.0]], 1.0)
    v = found.direction
    central = [float(np.vdot(dy, (X5 + h * v) ** 5 - (X5 - h * v) ** 5)) / (2 * h) for h in (1.0, 0.5, 0.25)]
    finer = [(4 * b - a) / 3 for a, b in itertools.pairwise(central)]
    assert found.value == pytest.approx(said, rel=1e-12)
    assert found.value != pytest.approx(finer[1], rel=1e-6)
    assert found.error == pytest.approx(abs(finer[1] - finer[0]), rel=1e-9)


def test_a_bend_of_the_size_of_the_step_is_no_jump():
    """x^4: the one-sided slopes differ by terms of h and h^3, and both go away by extrapolation."""
    found, _, dy = derivative(power(4), [[0.25]], 1.0)
    v = float(found.direction[0, 0])
    jumps = [float(dy[0, 0]) * ((0.25 + h * v) ** 4 - 2 * 0.25**4 + (0.25 - h * v) ** 4) / h for h in (1.0, 0.5, 0.25)]
    straight = [2 * b - a for a, b in itertools.pairwise(jumps)]
    assert found.error < 1e-9 < abs(straight[1] - straight[0])


def test_of_a_straight_line_the_error_is_rounding():
    found, _, dy = derivative(power(1), [[3.0, -1.0]])
    ends = 3 + STEP * abs(found.direction[0, 0]), 1 + STEP * abs(found.direction[0, 1])
    smallest = STEP / 2 ** (HALVINGS - 1)
    assert 0.999 <= found.error / (2**-52 * float(np.vdot(np.abs(dy), ends)) / smallest) <= 4
    assert found.sharp


def test_where_the_output_is_small_its_ends_count():
    found, _, dy = derivative(power(1), [[0.0]])
    assert found.error == pytest.approx(2**-52 * abs(float(dy[0, 0])) * 4 * abs(float(found.direction[0, 0])), rel=1e-9, abs=0)


def test_what_meets_inside_counts_as_rounded_too():
    example = Example(Part(mine=power(1), meets=lambda case: 1000.0), case_of([[3.0]]))
    found = directional._derivative(example, "x", direction(example.case, "x", STEP), STEP)
    dy = abs(float(example.case.upstream((1, 1))[0, 0]))
    assert found.error == pytest.approx(2**-52 * dy * 1003 / (STEP / 4), rel=1e-3, abs=0)


@pytest.mark.parametrize("slopes", [(0.0, 1.0), (1.0, -1.0)])
def test_a_jump_of_the_slope_is_an_error_of_its_size(slopes):
    found, _, dy = derivative(bent(2.0, slopes), [[2.0, 5.0]])
    jump = abs(slopes[1] - slopes[0]) * abs(dy[0, 0] * found.direction[0, 0])
    assert found.error == pytest.approx(jump, rel=1e-6)
    assert not found.sharp


def test_a_bend_that_is_smooth_is_no_jump():
    for n in (2, 3, 4):
        found, _, _ = derivative(power(n), [[1.5, -0.5]])
        assert found.error < 1e-9
        assert found.sharp


@pytest.mark.parametrize(("value", "gauge", "limit"), [(4.0, 1.0, 4.0), (-4.0, 1.0, 4.0), (0.0, 2.0, 2.0)])
def test_it_is_sharp_up_to_an_error_of_a_thirty_second_of_ten_to_minus_seven(value, gauge, limit):
    exactly = 1e-7 * limit / 32
    assert Derivative(np.ones(1), value, exactly, gauge).sharp
    assert not Derivative(np.ones(1), value, exactly * (1 + 1e-9), gauge).sharp


def test_an_error_that_is_no_number_is_infinite():
    def over(case):
        return {"output": np.where(case.x > 1, np.inf, case.x), "gradient of x": case.upstream(case.x.shape)}

    with np.errstate(invalid="ignore"):
        found, _, _ = derivative(over, [[1.0, 0.5]])
    assert found.error == np.inf
    assert not found.sharp


@pytest.mark.parametrize("x", [[[0.1, -3.0]], [[1e6 + 0.3, 1e-7]], [[1 - 2**-20, 2**-20 - 2]]])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_along_the_direction_is_exact(x, step):
    case = case_of(x)
    v = direction(case, "x", step)
    assert (v != 0).all() or case.x.max() > 1e5
    for h in (step, step / 2, step / 4):
        for sign in (1, -1):
            np.testing.assert_array_equal((case.x + sign * h * v) - case.x, sign * h * v)
    generator = np.random.default_rng([case.values.seed, 200])
    drawn = generator.standard_normal((1, 2))
    grain = np.spacing(np.abs(case.x) + step * np.abs(drawn)) * 4 / step
    assert (np.abs(v - drawn) <= grain / 2).all(), "the nearest that is exact"


def test_what_is_at_a_kink_stays_there():
    case = case_of([[0.0, 2.0, -1.0]]).with_inputs(weight=np.zeros((1, 3)))
    free, held = direction(case, "x", STEP), direction(case, "x", STEP, kinks=(0.0, -1.0))
    assert (free != 0).all()
    np.testing.assert_array_equal(held, free * [[0, 1, 0]])
    assert (direction(case, "weight", STEP, kinks=(0.0,)) != 0).all(), "it is what flows in that has kinks"


def test_inputs_have_directions_of_their_own():
    case = case_of([[1.0]]).with_inputs(weight=np.ones((1, 1)))
    assert direction(case, "x", STEP) != direction(case, "weight", STEP)
    drawn = np.random.default_rng([case.values.seed, 201]).standard_normal((1, 1))
    np.testing.assert_allclose(direction(case, "weight", STEP), drawn, atol=1e-10)


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


def gradient_of(side, x, dtype="float64", kinks=()):
    example = Example(Part(mine=side, kinks=kinks), case_of(x, dtype))
    return numerical_gradient(example, "x"), example.candidate["gradient of x"]


@pytest.mark.parametrize("x", [[[0.5, -2.0], [3.0, 1e-3]], [[1e6, 0.25]]])
def test_a_gradient_number_by_number(x):
    found, right = gradient_of(power(3), x)
    np.testing.assert_allclose(found, right, rtol=1e-8, atol=1e-8)
    assert found.shape == right.shape


def test_its_step_grows_with_the_number():
    seen = []

    def side(case):
        seen.append(float(case.x[0, 0]))
        return power(1)(case)

    for x in (0.5, 4.0, -4.0):
        gradient_of(side, [[x]])
    assert {value - 0.5 for value in seen if abs(value) < 1} == {0, 2.0**-17, -(2.0**-17)}
    assert {value - 4 for value in seen if value > 1} == {value + 4 for value in seen if value < -1} == {0, 2.0**-15, -(2.0**-15)}


def test_there_is_none_for_other_types_long_inputs_and_kinks():
    assert gradient_of(power(2), [[1.0]], "float32")[0] is None
    assert gradient_of(power(2), np.zeros((1, 0)))[0] is None
    assert gradient_of(power(2), np.ones((1, 64)))[0] is not None
    assert gradient_of(power(2), np.ones((1, 65)))[0] is None
    assert gradient_of(bent(2.0), [[2.0, 3.0]], kinks=(2.0,))[0] is None
    assert gradient_of(bent(2.0), [[1.0, 3.0]], kinks=(2.0,))[0] is not None
    assert numerical_gradient(Example(Part(), case_of([[1.0]])), "weight") is None


def test_nor_where_the_candidate_raises():
    def raises(case):
        raise TypeError("no")

    assert numerical_gradient(Example(Part(mine=raises), case_of([[1.0]])), "x") is None


@pytest.mark.parametrize("seed", range(20))
def test_what_cancels_inside_of_a_sum_makes_it_less_exact(seed):
    """20 + 10 - 30 + small numbers: the sum is next to nothing, and rounded as numbers of 20 are."""
    weights = np.array([[1.0], [1.0], [1.0], [2.0]])

    def added(case):
        dy = case.upstream((len(case.x), 1))
        return {"output": case.x @ weights, "gradient of x": dy @ weights.T}

    example = Example(Part(mine=added), replace(case_of([[20.0, 10.0, -30.0, 0.0]]), values=Values(seed=seed)))
    found = directional._derivative(example, "x", direction(example.case, "x", STEP), STEP)
    said = float(np.vdot(example.candidate["gradient of x"], found.direction))
    assert abs(found.value - said) <= K * found.error
    assert found.error > 1e-13
