"""The page of a check: one file, every part at an address of its own, and no text in it that acts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from comparisons.reports import check_page
from tests.reports.example_check import VERDICTS, everything, many, one_of_each
from tests.reports.odd_results import HOSTILE, checks, hostile_check
from tests.reports.test_html import Page

TWO_MEGABYTES = 2_000_000


def page(result: dict[str, Any]) -> Page:
    """The page without its curves, which take long to draw."""
    return Page(check_page.compose(result, draw=lambda part, who: []))


def read(result: dict[str, Any]) -> str:
    return " ".join(page(result).text.split())


def anchors(found: Page) -> list[str | None]:
    return [attributes["id"] for attributes in found.all("details") if "id" in attributes]


def test_every_part_has_an_address_and_the_worst_come_first() -> None:
    assert anchors(page(everything())) == ["part-sigmoid", "part-Dense", "part-softmax", "part-frobnicate", "part-mse", "part-tanh"]


def test_parts_of_one_name_have_addresses_that_differ() -> None:
    result = everything()
    for part in result["components"]:
        part["name"] = "twin"
    found = anchors(page(result))
    assert len(found) == len(set(found)) == 6
    assert found[0] == "part-twin"


def test_parts_that_do_not_match_are_open_and_the_others_closed() -> None:
    opened = {a["id"]: "open" in a for a in page(everything()).all("details") if "id" in a}
    assert opened == {
        "part-sigmoid": True, "part-Dense": True, "part-softmax": True, "part-frobnicate": True, "part-mse": False, "part-tanh": False,
    }  # fmt: skip


def test_the_cause_its_place_and_its_fix_are_told() -> None:
    text = read(one_of_each("deviation"))
    assert "derivative-of-output gradient of x, float64" in text
    assert "Fix: return s * (1 - s), with s = sigmoid(x)" in text
    assert "net.py:12" in text
    assert "return sigmoid(s) * (1 - sigmoid(s))" in text
    assert "net.py:sigmoid against keras.activations.sigmoid, called as activation-derivative" in text
    assert "Needed to run: np.float" in text


def test_the_arrays_stand_side_by_side_and_what_differs_is_marked() -> None:
    source = check_page.compose(one_of_each("deviation"), draw=lambda part, who: [])
    captions = re.findall(r'<table class="matrix">\s*<caption>(\w+)', source)
    assert captions == ["x", "labels", "sigmoid", "Keras", "arbiter"] * 2
    found = Page(source)
    marked = [attributes for attributes in found.all("td") if attributes.get("class") == "off"]
    assert len(marked) == len(found.all("mark")) == 3 * 1 + 3 * 11  # one entry of the richer example is 0 on both sides
    assert "The arbiter is a more exact evaluation." in " ".join(found.text.split())


def test_a_long_array_is_cut_around_its_worst_element() -> None:
    result = one_of_each("mismatch")
    result["components"][0]["counterexample"]["worst"]["element"] = [13, 8]
    text = read(result)
    assert "rows 10 to 15 of 17, columns 3 to 8 of 9" in text
    assert "[13, 8]: scratch" in text


def test_headroom_is_there_for_every_check_and_type() -> None:
    found = page(one_of_each("match"))
    assert "Headroom of every check: 600 examples, 24,576 numbers compared" in found.text
    bars = [attributes for name, attributes in found.elements if name == "span" and attributes.get("class") == "bar"]
    assert len(bars) == 1 + 6


def test_curves_are_drawn_with_words_that_stand_for_them() -> None:
    source = check_page.compose(one_of_each("deviation"))
    found = Page(source)
    images = [attributes["aria-label"] for attributes in found.all("div") if attributes.get("role") == "img"]
    assert len(images) == 1
    assert str(images[0]).startswith("derivative: outside at 30 of 31 points, from x = -904")
    assert source.count("<svg ") == 1
    assert ' id="' not in source[source.index("<svg ") : source.index("</svg>")]


def test_the_page_asks_for_nothing_from_outside() -> None:
    found = page(everything())
    for _, attributes in found.elements:
        for name in ("src", "href", "action", "data", "srcset"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,"))
    policy = next(meta["content"] for meta in found.all("meta") if meta.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'unsafe-inline';")


def test_what_a_screen_reader_needs_is_there() -> None:
    found = page(everything())
    names = [name for name, _ in found.elements]
    assert {"header", "main", "caption", "fieldset", "legend"} <= set(names)
    assert names.count("caption") == names.count("table")
    assert all(attributes.get("scope") for attributes in found.all("th"))
    assert all(attributes.get("aria-labelledby") for attributes in found.all("section"))
    identifiers = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert found.all("a")[0] == {"class": "skip", "href": "#report"}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_is_a_word_and_a_sign_and_not_a_colour_alone(verdict: str) -> None:
    signs = dict(zip(VERDICTS, "\N{CHECK MARK}\N{ALMOST EQUAL TO}\N{BALLOT X}\N{BALLOT X}!?", strict=True))
    assert f"parity check {signs[verdict]} {verdict.capitalize()} " in read(one_of_each(verdict))


def test_ten_thousand_parts_are_a_page_of_the_worst() -> None:
    source = check_page.compose(many(10_000), draw=lambda part, who: [])
    assert len(source.encode()) < TWO_MEGABYTES
    assert "9,000 of 10,000 parts match Keras; 1,000 differ from Keras." in source
    assert "9,600 more parts in result.json." in source
    assert "Left out to keep this page small" in source


def test_what_makes_the_page_too_large_loses_its_curves_first_and_then_its_inside() -> None:
    class Huge:
        words = where = "huge"

        def svg(self) -> str:
            return "<svg>" + "x" * 1_600_000 + "</svg>"

    result = everything()
    source = check_page.compose(result, draw=lambda part, who: [Huge()] * len(part.get("curves", [])))  # type: ignore[misc]
    assert source.count("<svg>") == 1
    assert "Left out" not in source
    assert len(source.encode()) < TWO_MEGABYTES


def test_nothing_checked_is_said() -> None:
    assert "No part was checked." in read({"components": []})
    assert "Nothing was checked" in read({})


def test_an_interrupted_check_says_so() -> None:
    assert "Stopped before the end" in read({**everything(), "interrupted": True})


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_result_acts(text: str) -> None:
    tame, wild = page(hostile_check("a")), page(hostile_check(text))
    assert [name for name, _ in wild.elements] == [name for name, _ in tame.elements]
    assert wild.scripts == tame.scripts
    for _, attributes in wild.elements:
        assert not [name for name in attributes if name.startswith("on")]


@settings(max_examples=30)
@given(checks())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    found = page(result)
    assert found.open == []
    assert len(found.scripts) == 1
