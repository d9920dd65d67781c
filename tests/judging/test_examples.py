"""One example: each side is asked once, and who raised is said."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.checks.example import CandidateError, Example, KerasError
from comparisons.pairs.pair import NotRecordedError
from tests.judging.asking import Counting, X
from tests.judging.part import Part, case_of, raising


def test_each_side_is_asked_once():
    mine, theirs = Counting(), Counting()
    example = Example(Part(mine=mine, theirs=theirs), case_of(X))
    for _ in range(2):
        assert example.candidate["output"][0, 0] == example.reference["output"][0, 0] == 9
    assert len(mine.cases) == len(theirs.cases) == 1


def test_the_candidate_gets_a_copy_unless_it_is_to_have_the_case_itself():
    mine = Counting()
    example = Example(Part(mine=mine), case_of(X))
    example.call(example.case)
    example.call(example.case, own=True)
    assert mine.cases[0].x is not example.case.x
    assert mine.cases[1].x is example.case.x


def test_what_the_candidate_did_not_compute_is_its_error():
    example = Example(Part(), case_of(X))
    with pytest.raises(CandidateError, match="KeyError: 'there is no state'") as caught:
        example.candidate["state"]
    assert caught.value.case is not None


@pytest.mark.parametrize("warning", [lambda x: np.exp(x * 1000), lambda x: np.log(-abs(x)), lambda x: x / 0])
def test_a_warning_of_numpy_is_the_candidates_error(warning):
    def side(case):
        return {"output": warning(case.x)}

    with pytest.raises(CandidateError, match="FloatingPointError"):
        _ = Example(Part(mine=side), case_of(X)).candidate


def test_underflow_is_none():
    assert Example(Part(mine=lambda case: {"output": np.exp(case.x * 0 - 1000)}), case_of(X)).candidate["output"].max() == 0


def test_who_raised_is_said_and_what_is_not_recorded_is_nobodys_error():
    with pytest.raises(CandidateError, match="TypeError: no"):
        _ = Example(Part(mine=raising(TypeError("no"))), case_of(X)).candidate
    with pytest.raises(KerasError, match="TypeError: no"):
        _ = Example(Part(theirs=raising(TypeError("no"))), case_of(X)).reference
    with pytest.raises(NotRecordedError):
        _ = Example(Part(theirs=raising(NotRecordedError("x"))), case_of(X)).reference


def test_without_an_opinion_keras_is_taken_at_its_word():
    class Silent(Part):
        def opinion(self, case):
            raise ValueError("no such kernel")

    assert Example(Silent(), case_of(X)).third == {}
    assert Example(Part(), case_of(X, "float32")).third["output"].dtype == "float64"
