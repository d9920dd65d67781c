"""Optimizers are judged entry by entry, by what came before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from comparisons.diagnosis.evidence import FAR, Evidence, Observation, Probed, how_far, in_place_of_keras
from comparisons.diagnosis.remembered import Remembered
from comparisons.judging import judge, unlike
from tests.judging.observing import SGD, X, halved, updates_of
from tests.judging.part import Part, case_of, squared


@dataclass(frozen=True)
class Own(type(SGD)):
    """An optimizer whose reference is scratch's: nothing of Keras."""

    def reference(self, case):
        return SGD.candidate(case)


OWN = Own("SGD")

U = 2.0**-52


def test_optimizers_are_judged_entry_by_entry():
    case = updates_of()
    right = SGD.candidate(case)
    for row, by, passed in ((2, 0.0, True), (2, 1e-12, False), (0, 1e-12, False)):
        mine = {what: a.copy() for what, a in right.items()}
        mine["kernel"][row, 0, 0] += by
        looked, observation = Evidence(OWN), Observation(case, mine)
        assert looked.with_keras(observation, "kernel").passed == passed
        assert looked.with_keras(observation, "bias").passed
        assert looked.with_model(Remembered(SGD.candidate), observation, "kernel").passed == passed
        assert looked.with_model(Remembered(SGD.candidate), observation, "kernel").what == "kernel"
        assert looked.with_model(Remembered(SGD.candidate), observation, "bias").passed


def test_of_optimizers_a_size_is_the_largest_so_far_entry_by_entry():
    """An entry that was large stays rounded; one that is large beside it is no excuse."""
    theirs = np.array([[1e8, 1.0], [1.0, 1.0], [1.0, 1.0]])
    looked, room = Evidence(OWN), 1e4 * 32 * U

    def hopeless(row, column, by):
        mine = theirs.copy()
        mine[row, column] += by
        example = Probed(in_place_of_keras(OWN, lambda case: {"kernel": theirs}), updates_of(), {})
        return looked._hopeless(example, mine, theirs, "kernel", float)

    assert not hopeless(2, 0, 0.5e8 * room)
    assert hopeless(2, 0, 2e8 * room)
    assert hopeless(2, 1, 2 * room)
    assert not hopeless(2, 1, 0.5 * room)


def test_of_optimizers_hopeless_is_told_by_what_came_before():
    case = updates_of()
    looked = Evidence(OWN)

    def hopeless(row, by, moves=0.0):
        def model(case):
            found = {what: np.asarray(a, dtype="float64") for what, a in SGD.candidate(case).items()}
            found["kernel"][1] += moves * (case.noise is not None)
            return found

        mine = SGD.candidate(case)["kernel"].copy()
        mine[row] += by
        example = Probed(in_place_of_keras(OWN, model), case, {})
        return looked._hopeless(example, mine, SGD.candidate(case)["kernel"], "kernel", float)

    assert not hopeless(2, 0.0)
    assert hopeless(2, 1e-6)
    assert not hopeless(2, 1e-6, moves=1e-9), "what was moved before stays moved"
    assert not hopeless(1, 1e-6, moves=1e-9)
    assert hopeless(0, 1e-6, moves=1e-9)
    assert not hopeless(2, 1e-6, moves=1.0)
    assert hopeless(2, 1e-2, moves=1.0), "no rounding is as large as that, whatever a probe would show"


@pytest.mark.parametrize(
    ("headroom", "dtype", "far"),
    [(1e-4 / U * 1.0005, "float64", True), (1e-4 / U, "float64", False), (900, "float32", True), (800, "float32", False)],
)
def test_far_is_what_other_constants_could_not_make_up(headroom, dtype, far):
    compared = judge("x", np.ones(1), np.ones(1), dtype="float64")
    assert (how_far(replace(compared, apart=np.array([headroom]), allowed=np.ones(1)), dtype) > FAR) == far
    assert how_far(None, dtype) == np.inf
    assert how_far(unlike("x", 1, 2, "shape"), dtype) == np.inf


@pytest.mark.parametrize(("apart", "moved", "far"), [(4e-9, 1e-6, True), (2e-9, 1e-6, False), (2e-9, 2e-7, True), (5e-13, 1e-12, False)])
def test_constants_change_how_far_an_update_goes(apart, moved, far):
    """Beside variables of size 1 all of this is little."""
    theirs = np.array([[1.0, 1.0], [1.0, 1.0 + moved]])
    compared = judge("kernel", theirs + np.array([[0, 0], [0, apart]]), theirs, dtype="float64")
    assert (how_far(compared, "float64", updated=True) > FAR) == far
    assert how_far(compared, "float64") < FAR


def test_a_model_stands_in_keras_s_place():
    pair = Part(theirs=squared)
    other = in_place_of_keras(pair, halved)
    case = case_of(X, "float32")
    assert (other.reference(case)["gradient of x"] * 2 == pair.reference(case)["gradient of x"]).all()
    assert other.opinion(case) == {}
    assert in_place_of_keras(pair, halved, opinion=True).opinion(case)["output"].dtype == "float64"
    assert other.candidate(case).keys() == pair.candidate(case).keys()
