"""A candidate that is observed on one example, and updates to observe it on."""

from __future__ import annotations

from comparisons.diagnosis.evidence import observe
from comparisons.pairs.case import Values
from comparisons.pairs.optimizers import OPTIMIZERS
from tests.judging.part import case_of, squared

X = [[3.0, -0.5], [0.25, 2.0]]


def seen(mine, case=None):
    (observation,) = observe(mine, [case or case_of(X)])
    return observation


def halved(case):
    right = squared(case)
    return {**right, "gradient of x": right["gradient of x"] / 2}


SGD = next(pair for pair in OPTIMIZERS if pair.name == "SGD")


def updates_of(pair=SGD, variant=None, rounds=4, seed=3, magnitude=0, dtype="float64"):
    return pair.make_case(pair.variants[0] if variant is None else variant, (rounds,), Values(seed, 4, magnitude), dtype, True)
