"""Results, gradients and their types: each is compared, and none may be missing or too much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comparisons.checks.example import CandidateError
from tests.judging.part import Part, case_of, changed, found_by, passes, squared
from tests.judging.sides import X, without


def with_state(value):
    return lambda case: {**squared(case), "state mean": np.asarray(value)}


def test_output_and_state_are_compared():
    assert [each.what for each in found_by("forward", Part(mine=with_state([1.0]), theirs=with_state([1.0])), case_of(X))] == [
        "output", "state mean",
    ]  # fmt: skip
    assert passes("forward", Part(mine=with_state([1.0]), theirs=with_state([1.0])), case_of(X))
    assert not passes("forward", Part(mine=with_state([1.0]), theirs=with_state([1.5])), case_of(X))
    assert not passes("forward", Part(mine=changed(output=lambda y: y * (1 + 1e-9))), case_of(X))
    (_, missing) = found_by("forward", Part(theirs=with_state([1.0])), case_of(X))
    assert missing.problem == "missing"
    assert missing.apart.size == missing.candidate.size == 0
    with pytest.raises(CandidateError, match="there is no output"):
        found_by("forward", Part(mine=without("output")), case_of(X))


def test_all_gradients_are_compared_and_none_is_too_many():
    pair = Part(weighted=True)
    case = pair.make_case({}, (2, 3), case_of(X).values, "float64", False)
    assert [each.what for each in found_by("gradients", pair, case)] == ["gradient of x", "gradient of weight"]
    assert passes("gradients", pair, case)
    wrong = replace(pair, mine=lambda case: {**squared(case), "gradient of weight": squared(case)["gradient of weight"] / 2})
    assert not passes("gradients", wrong, case)
    assert [each.problem for each in found_by("gradients", replace(pair, mine=without("gradient of x")), case)] == ["missing", ""]
    more = found_by("gradients", Part(mine=with_state([1.0])), case_of(X))
    assert [each.problem for each in more] == ["", "Keras has no such result"]
    assert more[1].reference.size == 0


def test_types_are_compared():
    assert passes("dtype", Part(mine=without("gradient of x")), case_of(X, "float32"))
    (output, gradient) = found_by("dtype", Part(mine=changed(output=lambda y: y.astype("float64"))), case_of(X, "float32"))
    assert output.problem == "dtype float64, Keras has float32"
    assert output.what == "dtype of output"
    assert gradient.passed
