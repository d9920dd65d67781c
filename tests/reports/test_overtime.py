"""Several results as one table, in every form."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from rich.console import Console

from comparisons.reports import overtime_chart, overtime_markdown, overtime_page, overtime_terminal
from comparisons.reports.overtime import OverTime, Run
from tests.quickly import some
from tests.reports.example_check import everything, many, one_of_each, result
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, checks, hostile, hostile_check
from tests.reports.test_html import Page
from tests.reports.test_markdown import GITHUB, flat


def runs(*results: dict[str, Any]) -> list[Run]:
    return [Run(f"run {number}", one) for number, one in enumerate(results, start=1)]


def broken() -> dict[str, Any]:
    """The part that matches, as a mismatch."""
    found = one_of_each("match")
    found["components"][0]["verdict"] = "mismatch"
    return found


def test_a_part_that_was_not_always_right_stands_on_top() -> None:
    before = result([*one_of_each("match")["components"], *one_of_each("mismatch")["components"]])
    after = result([*one_of_each("match")["components"], *one_of_each("mismatch")["components"]])
    found = OverTime(runs(before, after))
    assert [(row.name, [cell.text for cell in row.cells]) for row in found.rows] == [
        ("Dense", ["Mismatch", "Mismatch"]),
        ("tanh", ["22 %", "22 %"]),
    ]


def test_the_sentence_tells_the_change_since_the_run_before() -> None:
    found = OverTime(runs(one_of_each("match"), one_of_each("match"), broken()))
    assert found.sentence == "0 of 1 part matches Keras; 1 differs from Keras. Since run 2: 1 part became worse."


def test_a_part_that_is_missing_in_a_run_leaves_its_cell_empty() -> None:
    found = OverTime(runs(result([]), one_of_each("match")))
    assert [cell.text for cell in found.rows[0].cells] == ["-", "22 %"]


def test_trainings_are_compared_by_headroom_and_losses() -> None:
    found = OverTime(runs(matching(200), mismatching(200)))
    cells = {row.name: [cell.text for cell in row.cells] for row in found.rows}
    assert cells["verdict"] == ["Match", "Deviation"]
    assert cells["headroom, free track"] == ["21 %", "1,342 x"]
    assert cells["test loss, scratch"] == ["0.2146853", "0.2871"]


@pytest.mark.parametrize("results", [(matching(50), mismatching(50)), (one_of_each("match"), everything())])
def test_every_form_shows_every_run(results: tuple[dict[str, Any], ...]) -> None:
    given_runs = runs(*results)
    page = Page(overtime_page.compose(given_runs))
    console = Console(file=io.StringIO(), width=200)
    overtime_terminal.print_over_time(given_runs, console=console)
    for text in (page.text, overtime_markdown.compose(given_runs), console.file.getvalue()):  # type: ignore[attr-defined]
        assert "run 1" in text
        assert "run 2" in text
        assert "Deviation" in text
    assert page.open == []
    assert "<svg" in overtime_chart.svg(OverTime(given_runs))


def test_matching_runs_have_no_picture_of_what_does_not_match() -> None:
    assert overtime_chart.svg(OverTime(runs(one_of_each("match"), one_of_each("match")))) == ""


def test_the_picture_has_a_place_for_runs_without_a_bar_and_names_only_what_is_there() -> None:
    given_runs = runs(one_of_each("match"), one_of_each("mismatch"))
    drawn = overtime_chart.svg(OverTime(given_runs))
    assert all(f">{run.label}<" in drawn for run in given_runs)
    assert ">Mismatch<" in drawn
    assert ">Convention<" not in drawn


def test_only_the_newest_runs_are_shown_and_that_is_said() -> None:
    found = OverTime(runs(*[one_of_each("match")] * 40))
    assert len(found.runs) == 24
    assert found.labels[-1] == "run 40"
    assert "16 older runs left out" in overtime_page.compose(runs(*[one_of_each("match")] * 40))


def test_many_parts_fit_a_comment_and_a_page() -> None:
    given_runs = runs(*[many(2_000)] * 3)
    assert len(overtime_markdown.compose(given_runs)) < 65_536
    assert len(overtime_page.compose(given_runs).encode()) < 2_000_000


@pytest.mark.parametrize("text", some(HOSTILE, 5))
def test_no_text_of_a_result_acts(text: str) -> None:
    for results in ((one_of_each("match"), hostile_check(text)), (matching(30), hostile(text))):
        given_runs = [Run(text, one) for one in results]
        page = Page(overtime_page.compose(given_runs))
        assert page.scripts == []
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        for token in flat(overtime_markdown.compose(given_runs)):
            assert token.type not in ("link_open", "image", "html_block", "em_open", "s_open")
            assert token.type != "html_inline" or token.content == "<!-- -->"


@settings(max_examples=20)
@given(checks(), checks())
def test_no_result_is_too_odd(one: dict[str, Any], other: dict[str, Any]) -> None:
    odd_runs = runs({**one, "command": "check"}, {**other, "command": "check"})
    assert "<script" not in GITHUB.render(overtime_markdown.compose(odd_runs))
    assert Page(overtime_page.compose(odd_runs)).open == []
