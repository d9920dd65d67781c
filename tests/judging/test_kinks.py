"""A convention at a kink is compared as anything else is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.judging.part import Part, case_of, found_by, passes
from tests.judging.sides import X


def at_kink(slope):
    def side(case):
        dy = case.upstream(case.x.shape)
        return {"output": np.maximum(case.x, 0), "gradient of x": np.where(case.x == 0, slope, case.x > 0) * dy}

    return side


def test_a_convention_at_a_kink_is_compared():
    right = Part(mine=at_kink(0.0), theirs=at_kink(0.0), kinks=(0.0,))
    compared = found_by("kinks", right, case_of(X))
    assert [each.what for each in compared] == ["output", "gradient of x"]
    assert all(each.passed and each.settled for each in compared)
    assert 0 < (compared[0].example.x == 0).sum() < compared[0].example.x.size
    assert np.abs(compared[0].example.x).max() < 1e-14
    for slope in (1.0, 0.5, 1e-9):
        assert not passes("kinks", replace(right, mine=at_kink(slope)), case_of(X))
