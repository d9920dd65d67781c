"""A numerical gradient, number by number, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.checks.numerical import numerical_gradient
from tests.judging.curves import bent, power
from tests.judging.part import Part, case_of


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
