"""Directions: every step along them is exact, and what is at a kink stays there."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.directional import STEPS, direction
from tests.judging.curves import STEP
from tests.judging.part import case_of


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
