"""Curves as pictures: drawn whatever the numbers are, and told in words."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.reports.curve_charts import Drawing, drawings
from tests.reports.example_check import one_of_each

number = st.one_of(st.floats(), st.sampled_from(("nan", "inf", "-inf", None, "x", 1e308, -1e308, 5e-324)))
curves = st.fixed_dictionaries(
    {
        "quantity": st.text(max_size=5),
        **{name: st.lists(number, max_size=6) for name in ("x", "candidate", "reference", "apart", "allowed")},
    }
)


def paths(svg: str, paint: str) -> int:
    return sum(paint in element.attrib.values() for element in ElementTree.fromstring(svg).iter())


def test_both_sides_the_gap_and_its_allowance_are_drawn() -> None:
    (drawing,) = drawings(one_of_each("deviation")["components"][0], "mine")
    svg = drawing.svg()
    for paint in ("var(--scratch)", "var(--keras)", "var(--zone)", "var(--edge)", "var(--bad)"):
        assert paths(svg, paint) >= 1, paint
    assert ">mine</text>" in svg
    assert len(svg) < 15_000


def test_a_gap_that_is_no_number_is_outside() -> None:
    curve: dict[str, Any] = {name: [1.0, 2.0, 3.0] for name in ("x", "candidate", "reference")}
    drawing = Drawing({**curve, "quantity": "output", "apart": [0.0, "nan", 0.0], "allowed": [1e-9] * 3}, "mine")
    assert drawing.words == "output: outside at 1 of 3 points, from x = 2 to 2, most at x = 2"


@pytest.mark.parametrize("missing", ["x", "apart", "allowed"])
def test_without_points_nothing_is_drawn(missing: str) -> None:
    curve = {**one_of_each("match")["components"][0]["curves"][0], missing: []}
    assert Drawing(curve, "mine").svg() == ""


@settings(max_examples=25)
@given(curves)
def test_no_curve_is_too_odd(curve: dict[str, Any]) -> None:
    drawing = Drawing(curve, "<b>&")
    assert drawing.words
    if drawing.svg():
        ElementTree.fromstring(drawing.svg())
