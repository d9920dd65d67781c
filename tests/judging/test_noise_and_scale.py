"""Noise by probes, and the scale along a ray: how far results move, and how large they get on the way."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.example import Example
from comparisons.checks.kinks import Still
from comparisons.tolerance import PROBES, RAY
from tests.judging.asking import Counting, X
from tests.judging.part import Part, case_of

U = 2.0**-52


def test_six_probes_move_everything_by_one_unit():
    theirs = Counting()
    pair = Part(theirs=theirs, weighted=True)
    example = Example(pair, pair.make_case({}, (2, 3), case_of(X).values, "float64", False))
    assert PROBES == 6
    probes = example.probes()
    assert len(probes) == len(theirs.cases) == 6
    assert example.probes(2) == probes[:2]
    assert len(theirs.cases) == 6
    for number, case in enumerate(theirs.cases):
        assert case.noise == number
        for name in ("x", "weight"):
            np.testing.assert_allclose(np.abs(case.inputs[name] / example.case.inputs[name] - 1), U, rtol=1e-3)
    assert len({case.x.tobytes() for case in theirs.cases}) > 3


def test_the_spread_is_the_largest_move_and_none_where_it_is_no_number():
    moves = iter([0.0, 1e-3, 5e-3, -7e-3, np.inf, np.nan, 2e-3])

    def theirs(case):
        return {"output": case.x * 0 + 1 + next(moves)}

    example = Example(Part(theirs=theirs), case_of(X))
    assert (example.reference["output"] == 1).all()
    np.testing.assert_allclose(example.spread("output"), 7e-3, rtol=1e-12)
    moves = iter([np.nan] * 7)
    assert (Example(Part(theirs=theirs), case_of(X)).spread("output", 1) == 0).all()


def test_whole_numbers_are_not_moved():
    theirs = Counting(lambda case: {"output": case.x.astype("float64")})
    example = Example(Part(theirs=theirs), case_of([[1, 2]], "int64"))
    assert example._noisy(0).x is example.case.x
    assert example._on_ray(0.5) is example.case
    assert Example(Part(), case_of(X))._on_ray(0.5).x[0, 0] == 1.5


def test_the_scale_is_the_largest_value_along_the_ray():
    """x (1 - x): 6 at x = 3, and at x / 2 it is 0.75; for x = 1 it is 0, and 0.25 half-way."""

    def theirs(case):
        return {"output": case.x * (1 - case.x)}

    assert Example(Part(theirs=theirs), case_of([[3.0]])).scales == {"output": 6}
    assert Example(Part(theirs=theirs), case_of([[1.0]])).scales == {"output": 0.25}
    assert Example(Part(theirs=theirs, meets=lambda case: 7.0), case_of([[3.0]])).scales == {"output": 7}
    assert RAY == (0.001, 0.1, 0.5)


@pytest.mark.parametrize(("what", "scale"), [("layer", 0.25), ("loss", 0.0)])
def test_of_layers_the_weights_are_made_small_as_well(what, scale):
    def theirs(case):
        w = case.inputs["weight"]
        return {"output": case.x**0 * (w * (1 - w))}

    case = case_of([[1.0]]).with_inputs(weight=np.ones(1))
    assert Example(Part(theirs=theirs, what=what), case).scales == {"output": scale}


def test_a_layer_without_weights_has_no_ray_of_them():
    theirs = Counting()
    assert Example(Part(theirs=theirs), case_of(X)).scales["output"] == 9
    assert len(theirs.cases) == 4


def test_at_kinks_inputs_stay_where_they_are():
    still = Still(Part(), case_of(X))._noisy(4)
    assert still.x is not None
    np.testing.assert_array_equal(still.x, X)
    assert still.noise == 4
