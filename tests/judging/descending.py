"""Gradient descent on a kernel alone, not an optimizer of the registry, for checks of updates to look at."""

from __future__ import annotations

import numpy as np

from comparisons.checks.example import Example
from tests.judging.part import Part, case_of


def descent(case):
    """Gradient descent with a rate of 1, on a kernel alone."""
    steps = np.cumsum(case.inputs["kernel_gradients"], axis=0)
    start = case.inputs["kernel"][None]
    return {"kernel": np.concatenate([start, start - steps]), "iterations": np.arange(len(steps) + 1)}


class Descent(Part):
    """Not an optimizer of the registry: nothing meets."""


def updated(mine, theirs=descent, gradients=((1.0, -2.0), (0.5, 0.25)), dtype="float64", pair=Descent, start=(2.0, 3.0), **more):
    case = case_of(start, dtype)
    case = type(case)({}, {"kernel": case.x, "kernel_gradients": np.asarray(gradients, dtype=dtype)}, case.values, dtype)
    return Example(pair(mine=mine, theirs=theirs, what="optimizer", **more), case)


def off(what, row, by):
    def side(case):
        found = descent(case)
        changed = found[what].astype("float64")
        changed[row] += by
        return {**found, what: changed}

    return side
