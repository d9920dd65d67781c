"""What GitHub Actions shows: a summary, and marks at lines; nothing of it elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from comparisons.reports import github
from tests.reports.example_check import everything, many, one_of_each
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, checks, hostile_check


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests may themselves run in GitHub Actions."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


def test_a_cause_is_marked_at_its_line_with_its_fix() -> None:
    assert github.marks(one_of_each("deviation")) == [
        "::error file=net.py,line=12,title=sigmoid%3A derivative-of-output::s(1 - s) applied to its own input twice (0.2350037, Keras"
        " 0.1966119) Fix: return s * (1 - s), with s = sigmoid(x)"
    ]


def test_a_part_without_a_cause_is_marked_where_it_stands() -> None:
    (mark,) = github.marks(one_of_each("error"))
    assert mark.startswith("::error file=net.py,line=20,title=softmax%3A Error::forward (float32): FloatingPointError: overflow")


def test_a_cell_of_a_notebook_is_named_since_its_lines_are_not_those_of_the_file() -> None:
    result = one_of_each("deviation")
    result["components"][0]["findings"][0]["source"] = {"file": "net.ipynb", "line": 40, "text": "", "place": "cell 3, line 2"}
    (mark,) = github.marks(result)
    assert mark.startswith("::error file=net.ipynb,title=sigmoid%3A derivative-of-output::net.ipynb, cell 3, line 2: s(1 - s)")


def test_a_match_has_no_mark() -> None:
    assert github.marks(one_of_each("match")) == []
    assert github.marks(matching(20)) == []


def test_a_training_that_differs_is_marked() -> None:
    (mark,) = github.marks(mismatching(130))
    assert mark.startswith("::error title=parity compare%3A Deviation::scratch stops training like Keras")


def test_no_more_marks_than_are_shown() -> None:
    marks = github.marks(many(1_000))
    assert len(marks) == 10
    assert marks[-1] == "::notice title=parity::91 more in the report"


def test_elsewhere_nothing_is_said_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert github.tell(everything()) == []
    assert list(tmp_path.iterdir()) == []


def test_there_the_summary_grows_and_the_marks_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert len(github.tell(everything())) == 4
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### ")
    assert "1 of 6 parts matches Keras" in text


@pytest.mark.parametrize("text", [*HOSTILE, "two\nlines", "a,b:c%d", "::error::mine", "50 % of"])
def test_no_text_ends_a_command_or_starts_another(text: str) -> None:
    for mark in github.marks(hostile_check(text)):
        assert "\n" not in mark
        assert "\r" not in mark
        fields, message = re.fullmatch(r"::error (.*?)::(.*)", mark).groups()  # type: ignore[union-attr]
        assert all(re.fullmatch(r"(file|line|title)=[^,:]*", field) for field in fields.split(","))
        assert re.fullmatch(r"(?:[^%]|%25|%0D|%0A)*", message)


@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    assert all(mark.startswith(("::error ", "::notice ")) for mark in github.marks({**result, "command": "check"}))
