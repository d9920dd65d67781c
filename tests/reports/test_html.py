"""The page: one file, nothing from outside, every section, and no text in it that acts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings

from comparisons.reports import html
from tests.quickly import some
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, hostile, results

ORDER = ["outside", "loss", "gap", "parameters", "test", "tracks", "environment", "reproduce"]


class Page(HTMLParser):
    """Elements, their attributes, and the text outside scripts and styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.scripts: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif not self.open or self.open[-1] != "style":
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(result: dict[str, Any]) -> Page:
    """The page without Vega, whose code is not ours to parse."""
    return Page(html.compose(result, vega=lambda: "/* vega */"))


@pytest.fixture(scope="module")
def whole() -> str:
    return html.compose(mismatching())


def test_every_section_is_there_in_its_order() -> None:
    assert [heading["id"] for heading in page(mismatching()).all("h2")] == ORDER
    assert [heading["id"] for heading in page(matching()).all("h2")] == ORDER[1:]


def test_the_page_asks_for_nothing_from_outside(whole: str) -> None:
    before_vega = whole[: whole.index('<script type="application/json"')]
    for _, attributes in Page(before_vega).elements:
        for name in ("src", "href", "action", "data", "srcset"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,"))
    assert "url(" not in before_vega
    assert "@import" not in before_vega
    policy = next(meta["content"] for meta in Page(before_vega).all("meta") if meta.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none';")


def test_the_page_is_small(whole: str) -> None:
    assert len(whole.encode()) < 2_000_000
    assert len(html.compose(matching(18_750)).encode()) < 2_000_000


def test_what_a_screen_reader_needs_is_there() -> None:
    found = page(mismatching())
    names = [name for name, _ in found.elements]
    assert {"header", "main", "caption", "figcaption"} <= set(names)
    assert all(attributes.get("scope") for attributes in found.all("th"))
    assert names.count("caption") == names.count("table")
    assert all(attributes.get("aria-label") for attributes in found.all("div") if "data-chart" in attributes)
    assert all(attributes.get("aria-labelledby") for attributes in found.all("section"))
    identifiers = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert found.all("a")[0] == {"class": "skip", "href": "#report"}
    assert found.all("html")[0]["lang"] == "en"


def test_the_verdict_is_a_word_and_a_sign_and_not_a_colour_alone() -> None:
    assert "\N{BALLOT X} Deviation" in " ".join(page(mismatching()).text.split())
    assert "\N{CHECK MARK} Match" in " ".join(page(matching()).text.split())


def test_the_disagreement_is_told_in_full() -> None:
    text = " ".join(page(mismatching()).text.split())
    assert "dense, gradient of kernel: scratch and Keras disagree" in text
    assert "67, allowed 8.3e-13 (32 x rounding noise of the reference)" in text
    assert "Also outside: free track, first at step 101 (epoch 1), loss." in text
    assert "mean-for-sum locked track" in text


def test_the_points_of_the_charts_are_the_results() -> None:
    result = matching(200)
    charts = json.loads(page(result).scripts[0])
    assert charts["loss"]["data"]["points"]["step"] == list(range(1, 201))
    assert charts["loss"]["data"]["points"]["Keras"] == pytest.approx(result["history"]["reference"]["step_loss"], rel=1e-8)
    assert charts["gap"]["data"]["points"]["gap"] == pytest.approx(result["tracks"]["free"]["curves"]["gap"], rel=1e-2)


def test_a_loss_that_is_not_finite_is_said_and_read_off_but_not_drawn() -> None:
    result = matching(200)
    result["history"]["scratch"]["step_loss"][150:] = ["nan"] * 25 + ["inf"] * 25
    found = page(result)
    assert "scratch: the loss is not finite at 50 steps, first at step 151; those are not drawn." in found.text
    assert json.loads(found.scripts[0])["loss"]["data"]["points"]["scratch"][-1] == "inf"


def test_a_run_stopped_at_once_has_a_page_without_charts() -> None:
    result = matching()
    result.update(history={"scratch": {"loss": [], "accuracy": [], "step_loss": []}, "reference": None}, test=None)
    result["tracks"]["free"]["curves"] = {"gap": [], "envelope": []}
    result["settings"].update(interrupted=True, steps_done=0)
    found = page(result)
    assert "Interrupted after step 0 of 1,250." in found.text
    assert "No step was recorded." in found.text
    assert not [attributes for attributes in found.all("div") if "data-chart" in attributes]


def test_a_page_of_nothing_is_still_a_page() -> None:
    assert "No verdict" in page({}).text


@pytest.mark.parametrize("text", some(HOSTILE, 5))
def test_no_text_of_a_result_acts(text: str) -> None:
    tame, wild = page(hostile("a")), page(hostile(text))
    assert [name for name, _ in wild.elements] == [name for name, _ in tame.elements]
    assert len(wild.scripts) == len(tame.scripts)
    assert not re.search(r"<script>alert|<img|onerror=alert", "".join(f"<{name}>" for name, _ in wild.elements))
    json.loads(wild.scripts[0])


@settings(max_examples=30)
@given(results())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    found = page(result)
    assert found.open == []
    for script in found.scripts[:-1]:
        if script.startswith("{"):
            json.loads(script, parse_constant=pytest.fail)


def test_long_tables_are_cut_and_say_so() -> None:
    result = mismatching()
    layer = result["parameters"]["layers"][0]
    result["parameters"]["layers"] = [layer] * 20_000
    result["findings"] = result["findings"] * 20_000
    result["tracks"]["locked"]["quantities"] = result["tracks"]["locked"]["quantities"] * 2_000
    result["history"]["scratch"]["loss"] = [0.5] * 20_000
    source = html.compose(result)
    assert len(source.encode()) < 2_000_000
    for words in ("19,800 more layers in result.json", "19,800 more findings", "23,800 more tensors", "19,800 epochs between"):
        assert words in source
