"""A check on the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console

from comparisons.reports import changes
from comparisons.reports.check_terminal import print_changes, print_check
from tests.reports.example_check import everything, many, one_of_each
from tests.reports.odd_results import HOSTILE, checks, hostile_check


def printed(result: dict[str, Any], *, terminal: bool = False) -> str:
    console = Console(file=io.StringIO(), width=120, force_terminal=terminal, color_system="standard" if terminal else None)
    print_check(result, "out/report.html", console=console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_verdict_comes_last_and_the_worst_part_just_before_the_disagreements() -> None:
    lines = printed(everything()).splitlines()
    table = [line.split()[0] for line in lines[1:8]]
    assert table == ["part", "tanh", "mse", "frobnicate", "softmax", "Dense", "sigmoid"]
    assert lines[-3].startswith("X Deviation: 1 of 6 parts matches Keras;")
    assert lines[-1] == "Report: out/report.html"


def test_a_cause_is_told_with_its_fix_and_its_place() -> None:
    text = printed(one_of_each("deviation"))
    assert "sigmoid: Deviation (derivative-of-output)\n" in text
    assert "  you wrote    return sigmoid(s) * (1 - sigmoid(s))   <- line 12\n" in text
    assert "  it computes  gradient of x = [[0.2350037]]\n  Keras has    gradient of x = [[0.25]]\n" in text
    assert "  because      s(1 - s) applied to its own input twice" in text
    assert "  change       return s * (1 - s), with s = sigmoid(x)\n" in text


def test_the_script_is_printed_if_one_part_alone_is_wrong() -> None:
    assert "    print('candidate', 1.0)" in printed(one_of_each("mismatch"))
    assert "print('candidate'" not in printed(everything())


def test_a_match_tells_nothing_but_its_notes() -> None:
    text = printed(one_of_each("match"))
    assert "disagree" not in text
    assert "tanh, keras-less-exact: NaN at an infinity" in text


def test_many_parts_are_cut() -> None:
    assert "1,000 parts more in result.json" in printed(many(2_000))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gives_orders_to_the_terminal(text: str) -> None:
    shown = printed(hostile_check(text))
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert all(letter.isascii() or letter.isalnum() for letter in shown)


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "σ"), ("iso8859-7", "σ"), ("ascii", "\\u03c3"), ("cp1252", "\\u03c3")])
def test_letters_of_a_name_are_shown_if_the_file_can_hold_them(encoding: str, name: str) -> None:
    result = one_of_each("match")
    result["components"][0]["name"] = "σ"
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    print_check(result, "", console=Console(file=file, width=120))
    file.seek(0)
    assert f"\n{name} " in file.read()


def test_whole_numbers_that_no_float_holds_are_no_arrays() -> None:
    result = one_of_each("deviation")
    for part in result["components"]:
        part["counterexample"]["candidate"] = [[10**400]]
    assert "  it computes  gradient of x = []\n" in printed(result)


@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    assert printed(result)


def test_changes_are_printed_with_their_sum() -> None:
    console = Console(file=io.StringIO(), width=200)
    print_changes(changes.changes(one_of_each("match"), one_of_each("deviation")), console=console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "worse: sigmoid (net.py:sigmoid), not there -> deviation" in text
    assert "Since the baseline: 1 part became worse, 1 part is gone." in text


def test_programs_that_were_left_alone_are_told_and_everything_else_if_nothing_was_checked() -> None:
    alone = [{"name": "fit", "why": "a piece of a whole program: compare it"}, {"name": "load", "why": "says nothing"}]
    result = everything() | {"targets": [{"name": "net.py", "left_alone": alone}]}
    assert "Not checked: fit: a piece of a whole program" in printed(result)
    assert "load" not in printed(result)
    assert "Not checked: load: says nothing" in printed(result | {"components": []})
