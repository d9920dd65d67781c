"""Other shapes and bad input: both sides compute, or both refuse."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.pairs.pair import NotRecordedError
from tests.judging.part import Part, case_of, changed, found_by, passes, squared
from tests.judging.sides import X, without


def test_other_shapes_are_tried():
    compared = found_by("shapes", Part(), case_of(X))
    assert {each.what for each in compared} == {
        f"{what} for x of shape {shape}" for what in ("output", "gradient of x") for shape in ((1, 1), (0, 2), (2, 3, 1))
    }
    assert [each.settled for each in compared] == [each.reference.size == 0 for each in compared]
    assert all(each.passed for each in compared)
    assert not passes("shapes", Part(mine=changed(output=np.squeeze)), case_of(X))
    assert any(each.problem == "missing" for each in found_by("shapes", Part(mine=without("gradient of x")), case_of(X)))
    assert all(each.example.x.shape != np.shape(X) for each in compared)


def refusing(when, side=squared):
    def refuses(case):
        if when(case):
            raise ValueError("no")
        return side(case)

    return refuses


def nan_for(when):
    return lambda case: {"output": np.full(case.x.shape, np.nan), "labels": np.ones(1, int)} if when(case) else squared(case)


def empty(case):
    return case.x.size == 0


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (refusing(empty), refusing(empty), ""),
        (refusing(empty), squared, "it refuses, Keras accepts"),
        (squared, refusing(empty), "it accepts, Keras refuses"),
        (refusing(lambda case: case.x.ndim == 3), nan_for(lambda case: case.x.ndim == 3), ""),
    ],
)
def test_both_compute_or_both_refuse(mine, theirs, said):
    found = [each for each in found_by("shapes", Part(mine=mine, theirs=theirs), case_of(X)) if "refusal" in each.what]
    assert [each.problem for each in found] == [said]
    assert [each.passed for each in found] == [not said]


class Nothing(Part):
    """What an empty batch should give is known."""

    expected: object = None

    def on_nothing(self, case):
        return self.expected


def nothing(expected, **sides):
    pair = Nothing(keras_faults={"shapes": "an empty batch raises"}, **sides)
    object.__setattr__(pair, "expected", expected)
    return [each for each in found_by("shapes", pair, case_of(X)) if "(0, 2)" in each.what]


def test_where_keras_is_wrong_about_nothing_a_batch_of_one_says_what_is_right():
    right = {"output": np.zeros((0, 2))}
    (compared,) = nothing(right, theirs=refusing(empty))
    assert (compared.passed, compared.settled, compared.overruled) == (True, True, 1)
    (compared,) = nothing(right)
    assert (compared.passed, compared.overruled) == (True, 0)
    (compared,) = nothing(right, theirs=lambda case: {**squared(case), "output": np.zeros((0, 3) if empty(case) else case.x.shape)})
    assert (compared.passed, compared.overruled) == (True, 1)
    (compared,) = nothing(right, theirs=without("output"))
    assert compared.overruled == 1
    (compared,) = nothing({"output": np.zeros((0, 5))}, theirs=refusing(empty))
    assert (compared.passed, compared.overruled) == (False, 0)
    assert {each.what.split()[0] for each in nothing(None, theirs=refusing(empty))} == {"output", "gradient"}
    (refusal,) = nothing(right, mine=refusing(empty))
    assert refusal.problem == "it refuses, Keras accepts"


def test_without_a_stated_fault_an_empty_batch_is_as_any_other():
    pair = Nothing(theirs=refusing(empty))
    assert any(each.problem == "it accepts, Keras refuses" for each in found_by("shapes", pair, case_of(X)))


def isnan(case):
    return bool(np.isnan(case.x).any())


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (refusing(isnan), refusing(isnan), ""), (refusing(isnan), nan_for(isnan), ""),
        (squared, refusing(isnan), "it accepts, Keras refuses"), (squared, lambda case: {"output": np.ones(2)}, "both accept"),
        (refusing(isnan), lambda case: {"output": np.ones(2)}, "it refuses, Keras accepts"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_both(mine, theirs, said):
    (compared,) = found_by("bad input", Part(mine=mine, theirs=theirs, refused=({},)), case_of(X))
    assert compared.problem == said
    assert compared.passed == (not said)
    if said:
        assert isnan(compared.example)
        assert compared.what == "no numbers"
        assert compared.candidate.size == compared.reference.size == 0


def test_what_was_not_recorded_is_no_refusal():
    def theirs(case):
        raise NotRecordedError("no")

    with pytest.raises(NotRecordedError):
        found_by("bad input", Part(theirs=theirs), case_of(X))
