"""Numbers at the edge: which there are, where they are put, and where nobody knows better."""

from __future__ import annotations

import math

import numpy as np
import pytest

from comparisons.checks import special_values
from comparisons.checks.example import Example
from tests.judging.edges import MAX, TINY, X, each, elementwise, every, failing, meeting, quiet
from tests.judging.part import Part, case_of, found_by


def test_the_numbers_of_float32():
    found = special_values.special_numbers("float32")
    assert math.isnan(found[0])
    overflow = math.log(MAX)
    edges = [0.0, 2.0**-149, TINY, MAX, overflow, overflow + 1, 2 * overflow, 1e4, math.inf]
    assert found[1:10] == edges
    assert found[10:] == [-edge for edge in edges]
    assert math.copysign(1, found[10]) == -1


def test_one_that_fails_is_enough():
    pair = meeting(quiet(overflowing), quiet(summing))
    (failed,) = [compared.what for compared in found_by("special values", pair, case_of(X, "float32")) if not compared.passed]
    assert "e+38" in failed
    whole = [compared.what for compared in every(pair, dtype="float32")]
    assert [compared.what for compared in found_by("special values", pair, case_of(X, "float32"))] == whole[: whole.index(failed) + 2]


def test_each_is_an_x_of_its_own_or_the_first_entry():
    alone = special_values._at(Example(elementwise(each(np.tanh)), case_of(X)), 7.0)
    np.testing.assert_array_equal(alone.case.x, [[7.0]])
    assert alone.case.x.dtype == "float64"
    beside = special_values._at(Example(meeting(each(np.tanh)), case_of(X)), 7.0)
    np.testing.assert_array_equal(beside.case.x, [[7.0, -0.5], [0.25, 2.0]])


def test_what_is_right_passes_and_every_comparison_is_settled():
    found = found_by("special values", elementwise(each(np.tanh, lambda x: 1 - np.tanh(x) ** 2)), case_of(X, "float32"))
    assert len(found) == 2 * 19
    assert all(compared.passed and compared.settled for compared in found)
    assert found[0].what == "output for x = nan"
    assert found[1].what == "gradient of x for x = nan"


def test_nothing_and_whole_numbers_have_no_edge():
    assert not found_by("special values", Part(), case_of(np.zeros((0, 2))))
    assert not found_by("special values", Part(), case_of([[1, 2]], "int64"))


def test_numbers_outside_the_domain_are_left_out():
    found = found_by("special values", elementwise(each(np.sqrt), domain=(0.0, 100.0)), case_of(X, "float32"))
    said = {compared.what.rpartition(" = ")[2] for compared in found}
    assert "nan" in said
    assert any(word.startswith("88.72") for word in said)
    assert not {"inf", "10000.0", "-inf"} & said


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e4", "0.0"])
def test_a_wrong_value_at_one_number_is_noticed(value):
    at = float(value)

    def wrong(x):
        return np.where((x == np.float32(at)) | (np.isnan(x) & np.isnan(at)), 0.25, np.tanh(x))

    said = failing(elementwise(each(wrong), each(np.tanh)))
    assert f"output for x = {float(np.float32(at))}" in said or f"output for x = {at}" in said


def overflowing(case):
    return {"output": (case.x * 4).sum(axis=1) / 4, "state": np.ones(2)}


def summing(case):
    return {"output": case.x.sum(axis=1), "state": np.ones(2)}


@pytest.mark.parametrize(("dtype", "decided"), [("float64", False), ("float32", True)])
def test_overflow_in_float64_is_undecided_where_entries_meet(dtype, decided):
    found = every(meeting(quiet(overflowing), quiet(summing)), dtype=dtype)
    at_max = [compared for compared in found if "e+308" in compared.what or "e+38" in compared.what]
    assert [compared.skipped for compared in at_max] == (["", ""] * 2 if decided else ["overflows in float64", ""] * 2)
    assert [compared.passed for compared in at_max if compared.what.startswith("output")] == [not decided] * 2


@pytest.mark.parametrize(
    ("pair", "undecided"),
    [
        (meeting(quiet(overflowing), quiet(summing)), True),
        (elementwise(quiet(overflowing), quiet(summing)), False),
        (meeting(quiet(overflowing), quiet(summing), exact=quiet(summing)), False),
        (meeting(quiet(lambda case: {**summing(case), "output": np.ones(3)}), quiet(summing)), False),
    ],
)
def test_nobody_knows_only_where_there_is_no_better_answer(pair, undecided):
    found = [compared for compared in every(pair) if "e+308" in compared.what and "output" in compared.what]
    assert [bool(compared.skipped) for compared in found] == [undecided] * 2
    assert undecided or not any(compared.passed for compared in found)
