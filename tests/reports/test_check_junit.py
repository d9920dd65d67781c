"""junit.xml: what every viewer can read, whatever the names hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings

from comparisons.reports import check_junit, junit
from tests.reports.example_check import everything, many, one_of_each
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, checks, hostile_check, results

FORM = xmlschema.XMLSchema(Path(__file__).parent / "junit.xsd")


def read(source: str) -> ElementTree.Element:
    """The file, after a strict parser and the schema have accepted it, and its counts are right."""
    root = ElementTree.fromstring(source.encode("utf-8", "strict"))
    FORM.validate(root)
    for suite in root:
        counted = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error", "skipped": "testcase/skipped"}
        assert {name: suite.get(name) for name in counted} == {name: str(len(suite.findall(path))) for name, path in counted.items()}
    return root


def problems(root: ElementTree.Element) -> list[tuple[str | None, str | None, str]]:
    return [
        (case.get("classname"), case.get("name"), child.tag) for case in root.iter("testcase") for child in case if child.tag != "skipped"
    ]


def test_every_check_that_fails_fails_a_case_and_so_does_a_bad_verdict_without_one() -> None:
    root = read(check_junit.compose(everything()))
    assert problems(root) == [
        ("losses.py:mse", "forward [float64]", "failure"),
        ("net.py:sigmoid", "gradients [float64]", "failure"),
        ("net.py:sigmoid", "gradients [float32]", "failure"),
        ("scratch.layers.Dense", "gradients [float64]", "failure"),
        ("net.py:softmax", "forward [float32]", "error"),
        ("net.py:softmax", "special values [float32]", "failure"),
        ("net.py:frobnicate", "verdict", "error"),
    ]


def test_a_match_fails_nothing() -> None:
    assert problems(read(check_junit.compose(one_of_each("match")))) == []


def test_nothing_checked_is_an_error() -> None:
    assert problems(read(check_junit.compose({"components": []}))) == [("parity check", "verdict", "error")]


def test_a_failure_that_was_expected_is_skipped_with_its_reason() -> None:
    result = one_of_each("match")
    result["components"][0]["checks"][0].update(passed=False, expected="Keras rounds there")
    root = read(check_junit.compose(result))
    assert problems(root) == []
    assert [skipped.get("message") for skipped in root.iter("skipped")] == ["Keras rounds there"]


def test_two_thousand_parts() -> None:
    root = read(check_junit.compose(many(2_000)))
    assert len(root) == 2_000
    assert len(problems(root)) == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_file(text: str) -> None:
    read(check_junit.compose(hostile_check(text)))


@settings(max_examples=60)
@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    read(check_junit.compose(result))


@settings(max_examples=60)
@given(results())
def test_no_result_of_compare_is_too_odd(result: dict[str, Any]) -> None:
    read(junit.compose(result))


@pytest.mark.parametrize("result", [matching(), mismatching(), {}])
def test_results_of_compare_keep_to_the_form_too(result: dict[str, Any]) -> None:
    read(junit.compose(result))
