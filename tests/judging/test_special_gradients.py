"""One special number among the gradients of an update."""

from __future__ import annotations

import numpy as np

from comparisons.checks import updates
from comparisons.checks.example import Example
from tests.judging.descending import Descent, descent
from tests.judging.part import case_of


def test_special_gradients_are_tried_one_by_one_in_the_middle_update():
    seen = []

    def mine(case):
        seen.append(case.inputs["kernel_gradients"].copy())
        with np.errstate(all="ignore"):
            return descent(case)

    case = case_of(np.ones((2, 2)))
    case = type(case)({}, {"kernel": case.x, "kernel_gradients": np.ones((4, 2, 2))}, case.values, "float64")
    pair = Descent(mine=mine, theirs=mine, what="optimizer")
    with np.errstate(all="ignore"):
        found = list(updates.special_gradients(Example(pair, case)))
    numbers = {float(np.asarray(gradient)[2, 0, 0]) for gradient in seen if not np.isnan(gradient).any()}
    largest, small = np.finfo("float64").max, float(np.finfo("float64").tiny) * 2**20
    assert numbers == {0.0, largest, -largest, small, -small, np.inf, -np.inf}
    assert any(np.isnan(gradient[2, 0, 0]) for gradient in seen)
    assert all((np.delete(gradient.ravel(), 8) == 1).all() for gradient in seen)
    assert all(each.settled for each in found)
    assert found[0].what == "kernel, one gradient nan"
    assert len(found) == 9 * 2
