"""The pictures: valid charts, the same bytes for the same result, and curves that say what the numbers say."""

from __future__ import annotations

import struct
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import given, settings

from comparisons.reports import charts, plots
from comparisons.reports.curves import curves, without_text
from tests.quickly import some
from tests.reports.example_result import WRONG_FROM, matching, mismatching
from tests.reports.odd_results import HOSTILE, hostile, results


def test_the_same_result_gives_the_same_bytes() -> None:
    first = plots.svg(matching())
    plots.svg(mismatching())
    assert plots.svg(matching()) == first
    assert plots.png(first) == plots.png(first)


def test_the_picture_has_its_size_twice_over_and_a_font_that_is_always_there() -> None:
    source = plots.svg(mismatching())
    width = float(ElementTree.fromstring(source).attrib["width"])
    header = struct.unpack(">II", plots.png(source)[16:24])
    assert header[0] == pytest.approx(2 * width, abs=2)
    assert "Liberation Sans" in source
    assert "first outside: step 101" in source


@pytest.mark.parametrize("result", [matching(), mismatching(), {}], ids=["matching", "mismatching", "empty"])
def test_both_charts_are_what_altairs_schema_allows(result: dict[str, Any]) -> None:
    shown = curves(result)
    for chart, names in ((charts.loss_chart, ["scratch", "Keras"]), (charts.gap_chart, ["gap"])):
        alt.Chart.from_dict(charts.readable(chart(shown, charts.Paint()), shown, names, charts.Paint()).to_dict())
        alt.Config.from_dict(charts.look(charts.PAGE))


def test_zero_gaps_are_drawn_at_a_floor_below_every_other_gap() -> None:
    shown = curves(matching())
    positive = [value for value in shown.gap["gap"] if isinstance(value, float) and value > 0]
    assert 0.0 in shown.gap["gap"]
    assert min(positive) / 10 <= shown.floor < min(positive)


def test_without_a_gap_there_is_still_a_floor() -> None:
    result = matching(30)
    result["tracks"]["free"]["curves"] = {"gap": [0.0] * 30, "allowed": []}
    assert curves(result).floor == 1e-12


def test_the_gap_is_worked_out_where_the_result_has_none() -> None:
    result = matching(30)
    expected = result["tracks"]["free"].pop("curves")["gap"]
    assert curves(result).gap["gap"] == pytest.approx(expected, rel=1e-2)


def test_curves_of_different_lengths_are_shown_as_far_as_each_goes() -> None:
    result = matching(30)
    del result["history"]["reference"]["step_loss"][10:]
    table = curves(result).loss
    assert len(table["scratch"]) == 30
    assert table["Keras"][10:] == [None] * 20


def test_the_first_step_outside_is_always_among_the_points() -> None:
    shown = curves(mismatching(20_000))
    assert WRONG_FROM + 1 in shown.gap["step"]
    assert WRONG_FROM + 1 in shown.loss["step"]
    assert len(shown.gap["step"]) < 1_502


def test_one_exploding_loss_turns_the_axis_into_a_log_one() -> None:
    result = matching(200)
    assert not curves(result).log_loss
    result["history"]["scratch"]["step_loss"][150:] = [10.0 ** (step - 145) for step in range(150, 200)]
    assert curves(result).log_loss


def test_what_is_not_finite_is_not_drawn() -> None:
    assert without_text({"step": [1, 2, 3], "gap": [0.5, "inf", None]}) == [
        {"step": 1, "gap": 0.5}, {"step": 2, "gap": None}, {"step": 3, "gap": None},
    ]  # fmt: skip


@pytest.mark.parametrize("text", some(HOSTILE, 5))
def test_no_text_breaks_the_picture(text: str) -> None:
    ElementTree.fromstring(plots.svg(hostile(text)))


@settings(max_examples=20)
@given(results())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    ElementTree.fromstring(plots.svg(result))
