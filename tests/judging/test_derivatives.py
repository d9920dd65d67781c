"""Numerical derivatives: exact where the arithmetic is, and how wrong they may be is measured."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks import directional
from comparisons.checks.directional import HALVINGS, STEPS, Derivative, direction
from comparisons.checks.example import Example
from comparisons.pairs.case import Values
from comparisons.tolerance import K
from tests.judging.curves import STEP, bent, power
from tests.judging.part import Part, case_of

X5 = np.array([[0.5, 2.0]])


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
