"""What became worse or better: nothing new that is wrong goes unnoticed, and nothing old counts as new."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.reports.changes import changes, line, sentence, worse
from tests.reports.example_check import VERDICTS, everything, one_of_each, result
from tests.reports.odd_results import checks


def of(**changed: Any) -> dict[str, Any]:
    """A result with one part that matches, with some fields changed."""
    found = one_of_each("match")
    found["components"][0].update(changed)
    return found


def kinds(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [change.kind for change in changes(before, after)]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nothing_changes_from_a_result_to_itself(verdict: str) -> None:
    assert changes(one_of_each(verdict), one_of_each(verdict)) == []
    assert sentence([]) == "Since the baseline: nothing changed."


@pytest.mark.parametrize("verdict", [verdict for verdict in VERDICTS if verdict != "match"])
def test_every_other_verdict_is_worse_than_a_match_and_the_way_back_better(verdict: str) -> None:
    assert kinds(of(), of(verdict=verdict)) == ["worse"]
    assert kinds(of(verdict=verdict), of()) == ["better"]


def test_a_further_failing_check_is_worse_and_one_less_better() -> None:
    before, after = one_of_each("deviation"), one_of_each("deviation")
    after["components"][0]["checks"][0]["passed"] = False
    assert [change.what for change in worse(before, after)] == ["now forward [float64]"]
    assert kinds(after, before) == ["better"]


def test_one_cause_for_another_is_worse() -> None:
    before, after = one_of_each("deviation"), one_of_each("deviation")
    after["components"][0]["findings"][0]["code"] = "sign-flipped"
    (change,) = changes(before, after)
    assert change.kind == "worse"
    assert change.what == "now sign-flipped in gradient of x; no more derivative-of-output in gradient of x"


def test_what_is_accepted_or_a_note_is_no_change() -> None:
    before, after = of(), of()
    after["components"][0]["findings"] = [{"code": "dtype-drift", "where": "output", "summary": "", "note": True}]
    assert changes(before, after) == []
    after["components"][0]["findings"] = [{"code": "half-mse", "where": "output", "summary": "", "accepted": True}]
    assert changes(before, after) == []


def test_a_new_part_counts_only_if_it_is_wrong() -> None:
    assert kinds(result([]), of()) == ["new"]
    assert kinds(result([]), of(verdict="mismatch")) == ["worse"]
    assert kinds(of(verdict="mismatch"), result([])) == ["gone"]


def test_parts_of_one_subject_are_told_apart_by_their_order() -> None:
    twice = result([*of()["components"], *of(verdict="error")["components"]])
    assert changes(twice, copy.deepcopy(twice)) == []


def test_a_line_says_who_from_what_to_what() -> None:
    (change,) = changes(of(), of(verdict="mismatch"))
    assert line(change) == "worse: tanh (scratch.activations.tanh), match -> mismatch"
    assert sentence([change]) == "Since the baseline: 1 part became worse."


@given(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS))
def test_worse_one_way_is_never_worse_the_other_way(one: str, other: str) -> None:
    there, back = kinds(of(verdict=one), of(verdict=other)), kinds(of(verdict=other), of(verdict=one))
    assert not (there == ["worse"] and back == ["worse"])


@given(checks())
def test_no_result_is_too_odd(odd: dict[str, Any]) -> None:
    assert isinstance(sentence(changes(everything(), odd)), str)
    assert isinstance(sentence(changes(odd, everything())), str)


def test_what_is_gone_fails_unless_only_some_were_asked_for() -> None:
    assert [change.kind for change in worse(of(), result([]))] == ["gone"]
    assert worse(of(), result([]), some=True) == []
    assert changes(of(), result([]), some=True) == []
