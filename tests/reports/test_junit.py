"""junit.xml: a case a track, and well-formed whatever the names hold."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given

from comparisons.reports import junit
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, hostile, results

CASES = ["free track", "locked track", "swapped track", "verdict"]


def suite(result: dict[str, Any]) -> ElementTree.Element:
    found = ElementTree.fromstring(junit.compose(result).encode("utf-8", "backslashreplace")).find("testsuite")
    assert found is not None
    assert [case.get("name") for case in found.iter("testcase")] == CASES
    return found


def test_a_match_has_no_failure() -> None:
    found = suite(matching())
    assert found.attrib == {"name": "parity compare", "tests": "4", "failures": "0", "errors": "0", "skipped": "0", "time": "14.200"}
    assert not list(found.iter("failure"))


def test_every_track_outside_fails_with_the_disagreement() -> None:
    found = suite(mismatching())
    assert found.get("failures") == "4"
    texts = [failure.text or "" for failure in found.iter("failure")]
    assert "scratch is 0.2 x Keras throughout" in texts[1]
    assert texts[0].startswith("loss: scratch and Keras disagree")


def test_what_was_not_measured_is_skipped_and_a_missing_verdict_is_an_error() -> None:
    found = suite({})
    assert (found.get("skipped"), found.get("errors"), found.get("failures")) == ("3", "1", "0")


def test_a_headroom_beyond_the_allowance_fails_without_a_place_too() -> None:
    result = matching()
    result["tracks"]["free"]["headroom"] = "nan"
    assert suite(result).get("failures") == "1"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_file(text: str) -> None:
    suite(hostile(text))


@given(results())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    suite(result)
