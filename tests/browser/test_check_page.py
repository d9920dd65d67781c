"""The page of a check in a real browser: silent, readable at both ends of the width, found by name, verdict and address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comparisons.reports import check_page, overtime_page
from comparisons.reports.overtime import Run
from tests.browser.accessibility import issues
from tests.browser.visit import LEAVE, VIEWS, ask, copied, open_page, requests
from tests.reports.example_check import everything, many, one_of_each, submissions
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import hostile_check

pytestmark = pytest.mark.browser

HOSTILE = "</script><b>é|\u202e<img src=x onerror=alert(1)>" + "w" * 300
PAGES = {
    "everything": lambda: check_page.compose(everything()),
    "match": lambda: check_page.compose(one_of_each("match")),
    "many": lambda: check_page.compose(many(300)),
    "class": lambda: check_page.compose(submissions(12)),
    "hostile": lambda: check_page.compose(hostile_check(HOSTILE)),
    "nothing": lambda: check_page.compose({}),
    "over-time": lambda: overtime_page.compose([Run("monday", one_of_each("match")), Run("tuesday", everything())]),
    "trainings": lambda: overtime_page.compose([Run("one", matching(200)), Run("two", mismatching(200))]),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("checks")
    written = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in written.items():
        path.write_text(PAGES[name](), encoding="utf-8")
    return written


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_silent_never_scrolls_sideways_and_is_accessible(
    browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    open_page(browser, pages[name], width=width, scheme=scheme)
    assert browser.get_log("browser") == []
    assert requests(browser) == [pages[name].as_uri()]
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    browser.execute_script("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    if name != "many":  # three hundred parts alike tell axe-core nothing new, and take it minutes
        assert issues(browser) == []


def shown(browser: Any) -> list[str]:
    return ask(browser, "[...document.querySelectorAll('.part')].filter(part => part.offsetParent).map(part => part.id)")


def test_parts_are_found_by_name_kind_and_verdict(browser: Any, pages: dict[str, Path]) -> None:
    open_page(browser, pages["everything"])
    assert len(shown(browser)) == 6
    search = browser.find_element("id", "search")
    search.send_keys("keras.act SOFT")
    assert shown(browser) == ["part-softmax"]
    assert browser.find_element("id", "shown").text == "1 of 6 parts shown"
    search.clear()
    search.send_keys("layer")
    assert shown(browser) == ["part-Dense"]
    browser.find_element("css selector", "input[value=mismatch]").click()
    assert shown(browser) == []
    search.clear()
    search.send_keys(" ")
    assert shown(browser) == ["part-sigmoid", "part-softmax", "part-frobnicate", "part-mse", "part-tanh"]


def test_a_slash_leads_to_the_search(browser: Any, pages: dict[str, Path]) -> None:
    open_page(browser, pages["everything"])
    browser.switch_to.active_element.send_keys("/")
    assert ask(browser, "document.activeElement.id") == "search"
    assert ask(browser, "document.activeElement.value") == ""


def test_an_address_opens_its_part(browser: Any, pages: dict[str, Path]) -> None:
    open_page(browser, pages["many"], fragment="part-tanh_200")
    assert ask(browser, "document.getElementById('part-tanh_200').open")
    assert 0 <= ask(browser, "document.getElementById('part-tanh_200').getBoundingClientRect().top") < 100
    assert ask(browser, "document.activeElement.parentElement.id") == "part-tanh_200"
    assert not ask(browser, "document.getElementById('part-tanh_201').open")


def test_opening_a_part_puts_it_into_the_address(browser: Any, pages: dict[str, Path]) -> None:
    open_page(browser, pages["everything"])
    browser.find_element("css selector", "#part-tanh > summary").click()
    assert ask(browser, "location.hash") == "#part-tanh"


def test_the_keyboard_opens_a_part(browser: Any, pages: dict[str, Path]) -> None:
    from selenium.webdriver.common.keys import Keys

    open_page(browser, pages["everything"])
    summary = browser.find_element("css selector", "#part-tanh > summary")
    summary.send_keys(Keys.ENTER)
    assert ask(browser, "document.getElementById('part-tanh').open")


@pytest.mark.parametrize("leave", LEAVE)
def test_the_script_of_a_disagreement_can_be_copied(browser: Any, pages: dict[str, Path], leave: str) -> None:
    open_page(browser, pages["everything"])
    browser.execute_script("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    taken = copied(browser, browser.find_element("css selector", "#part-sigmoid .more .copy"), leave)
    assert taken.strip() == everything()["components"][2]["counterexample"]["script"]


def test_what_differs_is_marked_in_both_schemes(browser: Any, pages: dict[str, Path]) -> None:
    for scheme in ("light", "dark"):
        open_page(browser, pages["everything"], scheme=scheme)
        plain, marked = (
            ask(browser, f"getComputedStyle(document.querySelector('#part-sigmoid .matrix td{which}')).backgroundColor")
            for which in (":not(.off)", ".off")
        )
        assert plain != marked


def test_the_curves_are_drawn_and_follow_the_width(browser: Any, pages: dict[str, Path]) -> None:
    for width in (1280, 390):
        open_page(browser, pages["everything"], width=width)
        box = ask(browser, "(({width, height}) => [width, height])(document.querySelector('#part-sigmoid svg').getBoundingClientRect())")
        assert 250 < box[0] <= min(width, 420)
        assert box[1] > 180


def test_axe_finds_what_is_wrong(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "wrong.html"
    source = check_page.compose(one_of_each("match")).replace("<main", '<img src="data:,"><main')
    page.write_text(source.replace("--ink: #1d1c1a", "--ink: #cccccc"), encoding="utf-8")
    open_page(browser, page)
    assert {issue.split()[0] for issue in issues(browser)} >= {"image-alt", "color-contrast"}
