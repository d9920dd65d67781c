"""Results of shapes that no check expects are a disagreement of that part, and take nothing else down; a check that fails is ours."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from comparisons.checks.check import Check
from comparisons.checks.engine import run_checks
from comparisons.checks.result import component_of
from comparisons.checks.verdicts import check_pair
from comparisons.reports.check_terminal import disagreement
from tests.checks.planting import planted
from tests.checks.saboteurs import pair_of
from tests.quickly import some

pytestmark = pytest.mark.keras

PARTS = [
    ("activation", "softmax"), ("loss", "BinaryCrossentropy"), ("layer", "Dense"), ("layer", "BatchNormalization"), ("metric", "Recall"),
    ("optimizer", "Adam"), ("initializer", "GlorotUniform"),
]  # fmt: skip


def a_number(a):
    return np.asarray(a, dtype=a.dtype).ravel()[:1].sum()


def one_axis_more(a):
    return np.asarray(a)[None]


@pytest.mark.parametrize(("part", "change"), some([pytest.param(*case) for case in product(PARTS, [a_number, one_axis_more])], 3))
def test_other_shapes_are_a_disagreement(part, change):
    kind, name = part

    def candidate(self, case):
        return {what: change(a) for what, a in pair_of(name, kind).candidate(case).items()}

    component = check_pair(planted(kind, name, candidate=candidate), examples=3, seed=0, dtypes=["float32"])
    assert component.verdict == "mismatch"
    assert "disagree" in disagreement(component_of(component))


def test_a_part_that_has_lost_an_attribute_is_a_disagreement():
    def arguments(self):
        raise AttributeError("'LossFunction' object has no attribute 'vjp'")

    component = check_pair(planted("loss", "Poisson", arguments=arguments), examples=3, seed=0, dtypes=["float32"])
    assert component.verdict == "mismatch"
    assert "has no attribute 'vjp'" in disagreement(component_of(component))


@pytest.mark.thorough
def test_a_part_that_fails_by_chance_is_a_disagreement_and_ends_nothing():
    calls = iter(range(10**9))

    def candidate(self, case):
        found = pair_of("sigmoid", "activation").candidate(case)
        return {what: a * (1.5 if next(calls) % 7 == 0 else 1) for what, a in found.items()}

    component = check_pair(planted("activation", "sigmoid", candidate=candidate), examples=20, seed=0, dtypes=["float64"])
    assert component.verdict == "mismatch"


def test_no_check_is_no_match():
    component = check_pair(pair_of("CosineDecay", "schedule"), examples=3, seed=0, dtypes=["float64"])
    assert component.verdict == "unrecognised"
    assert "floating types" in component.missing


@pytest.mark.parametrize("problem", [KeyError("output 2"), TypeError("no number"), ZeroDivisionError("by nothing")], ids=repr)
def test_a_check_that_fails_with_keras_too_is_no_disagreement(problem):
    def run(example):
        yield example.judge("output")
        raise problem

    found = run_checks(pair_of("sigmoid", "activation"), [Check("broken", "It works.", run)], "float64", examples=3, seed=0, shrink=False)
    assert not found[0].passed
    assert found[0].error.startswith("the check 'broken' of parity failed, whatever the candidate computes")
    assert type(problem).__name__ in found[0].error
    assert found[0].error.endswith("please report it")
