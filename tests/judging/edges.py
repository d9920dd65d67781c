"""Parts to look at where numbers are special, and what is found there."""

from __future__ import annotations

import numpy as np

from comparisons.checks import special_values
from comparisons.checks.example import Example
from tests.judging.part import Part, case_of

X = [[3.0, -0.5], [0.25, 2.0]]
TINY, MAX = 2.0**-126, (2 - 2.0**-23) * 2.0**127


def quiet(side):
    def silent(case):
        with np.errstate(all="ignore"):
            return {what: np.asarray(value, dtype=case.dtype) for what, value in side(case).items()}

    return silent


def each(y, slope=np.ones_like):
    """An elementwise function with its derivative."""
    return quiet(lambda case: {"output": y(case.x), "gradient of x": slope(case.x) * case.upstream(case.x.shape)})


def elementwise(mine, theirs=None, **more):
    return Part(mine=mine, theirs=theirs or mine, each=True, **more)


def meeting(mine, theirs=None, **more):
    return Part(mine=mine, theirs=theirs or mine, **more)


def every(pair, x=X, dtype="float64"):
    """What is compared, whatever fails."""
    return [compared for found in special_values.each_number(Example(pair, case_of(x, dtype))) for compared in found]


def failing(pair, x=X, dtype="float32"):
    """What is compared and fails, by the special number."""
    return {compared.what for compared in every(pair, x, dtype) if not compared.passed}
