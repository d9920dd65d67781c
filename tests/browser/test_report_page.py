"""The report in a real browser: drawn, readable at both ends of the width, with mouse and keyboard, and silent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessibility import issues
from tests.browser.visit import LEAVE, VIEWS, ask, copied, requests, resize, visit
from tests.reports.example_result import matching

pytestmark = pytest.mark.browser

CURVES = "[...document.querySelectorAll('[data-chart=loss] .mark-line path')].map(path => path.getAttribute('d').length)"
DOTS = "document.querySelectorAll('[data-chart=gap] .mark-symbol.role-mark path').length"


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", ["match", "mismatch", "long", "hostile"])
def test_the_page_is_drawn_in_silence_and_never_scrolls_sideways(
    browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    visit(browser, pages[name], width=width, scheme=scheme)
    assert browser.get_log("browser") == []
    assert requests(browser) == [pages[name].as_uri()]
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    lengths = ask(browser, CURVES)
    assert len(lengths) == 2
    assert min(lengths) > 1_000
    assert ask(browser, DOTS) > 100
    assert issues(browser) == []


def test_the_two_schemes_differ_and_the_charts_follow(browser: Any, pages: dict[str, Path]) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        visit(browser, pages["match"], scheme=scheme)
        paper = ask(browser, "getComputedStyle(document.body).backgroundColor")
        curve = ask(browser, "getComputedStyle(document.querySelector('[data-chart=loss] .mark-line path')).stroke")
        seen[scheme] = (paper, curve)
    assert seen["light"][0] != seen["dark"][0]
    assert seen["light"][1] != seen["dark"][1]


def test_the_charts_follow_the_width_of_the_page(browser: Any, pages: dict[str, Path]) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    visit(browser, pages["match"], width=1280)
    wide = ask(browser, "document.querySelector('.chart svg').getBoundingClientRect().width")
    resize(browser, 390)
    WebDriverWait(browser, 30).until(lambda _: ask(browser, "Number(document.querySelector('.chart svg').getAttribute('width'))") < 390)
    assert wide > 700
    assert ask(browser, "document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("chart", ["loss", "gap"])
def test_the_mouse_reads_the_values_of_the_nearest_step(browser: Any, pages: dict[str, Path], chart: str, width: int) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    visit(browser, pages["match"], width=width)
    holder = browser.find_element("css selector", f"[data-chart={chart}]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", holder)
    assert ask(browser, "document.getElementById('tip').hidden")
    ActionChains(browser).move_to_element(holder).perform()
    tip = browser.find_element("id", "tip")
    assert tip.is_displayed()
    step, shown = _read(tip.text)
    assert 500 < step < 750  # the middle of the chart, which is a little right of the middle of the axis
    result = matching()
    for name, side in (("scratch", "scratch"), ("Keras", "reference")):
        assert shown[name] == pytest.approx(result["history"][side]["step_loss"][step - 1], rel=1e-7)
    assert shown["gap"] == pytest.approx(result["tracks"]["free"]["curves"]["gap"][step - 1], rel=0.06)
    assert shown["allowed"] == pytest.approx(result["tracks"]["free"]["curves"]["allowed"][step - 1], rel=0.06)
    box = ask(browser, "(({left, right, top}) => [left, right, top])(document.getElementById('tip').getBoundingClientRect())")
    assert box[0] >= 0
    assert box[1] <= width
    assert box[2] >= 0


def test_the_line_under_the_mouse_stands_at_the_step_it_reads(browser: Any, pages: dict[str, Path]) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    visit(browser, pages["match"])
    holder = browser.find_element("css selector", "[data-chart=loss]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", holder)
    ActionChains(browser).move_to_element_with_offset(holder, -200, 0).perform()
    middle = ask(browser, "(({left, width}) => left + width / 2)(document.querySelector('[data-chart=loss]').getBoundingClientRect())")
    line = ask(browser, "document.querySelector('[data-chart=loss] .mark-rule.role-mark line').getBoundingClientRect().left")
    assert line == pytest.approx(middle - 200, abs=2)


def test_the_keyboard_reaches_everything_and_reads_the_curves(browser: Any, pages: dict[str, Path]) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(browser, pages["mismatch"])
    reached = []
    for _ in range(40):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = browser.switch_to.active_element
        reached.append(focused.get_attribute("class") or focused.get_attribute("data-chart") or focused.tag_name)
        if focused.get_attribute("role") == "slider":
            first = focused.get_attribute("aria-valuetext")
            focused.send_keys(Keys.END, Keys.ARROW_LEFT)
            assert focused.get_attribute("aria-valuetext") != first
            assert focused.get_attribute("aria-valuenow") == "1249"
            assert focused.get_attribute("aria-valuetext").startswith("step 1,249, epoch 10; scratch ")
        if focused.get_attribute("id") == "copy":
            break
    assert reached[0] == "skip"
    assert reached.count("chart") == 2
    assert reached[-2:] == ["pre", "button"]


def test_the_skip_link_leads_to_the_report(browser: Any, pages: dict[str, Path]) -> None:
    from selenium.webdriver.common.keys import Keys

    visit(browser, pages["match"])
    browser.switch_to.active_element.send_keys(Keys.TAB)
    link = browser.switch_to.active_element
    assert link.text == "Skip to the report"
    assert ask(browser, "document.activeElement.getBoundingClientRect().top") >= 0
    link.send_keys(Keys.ENTER)
    assert ask(browser, "document.activeElement.id") == "report"


@pytest.mark.parametrize("leave", LEAVE)
def test_the_command_can_be_copied(browser: Any, pages: dict[str, Path], leave: str) -> None:
    visit(browser, pages["match"])
    assert copied(browser, browser.find_element("id", "copy"), leave) == matching()["reproduce"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_lines_stand_out_from_the_paper(browser: Any, pages: dict[str, Path], scheme: str) -> None:
    visit(browser, pages["match"], scheme=scheme)
    names = ("paper", "sunk", "zone", "ink", "faint", "good", "bad", "edge", "focus", "scratch", "keras")
    script = f"{list(names)}.map(name => getComputedStyle(document.documentElement).getPropertyValue('--' + name))"
    colours = dict(zip(names, ask(browser, script), strict=True))
    for paper in ("paper", "sunk"):
        for word in ("ink", "faint", "good", "bad", "edge"):
            assert _contrast(colours[word], colours[paper]) >= 4.5, (word, paper)
    for line in ("scratch", "keras", "focus", "edge"):
        assert _contrast(colours[line], colours["paper"]) >= 3, line
    assert _contrast(colours["ink"], colours["zone"]) >= 4.5
    assert _contrast(colours["scratch"], colours["keras"]) >= 2


def _read(tip: str) -> tuple[int, dict[str, float]]:
    """Step and values of a tooltip."""
    heading, *rest = tip.split("\n")
    found = re.match(r"step ([\d,]+), epoch \d+$", heading)
    assert found
    pairs = re.findall(r"(scratch|Keras|gap|allowed)\s+(\S+)", " ".join(rest))
    return int(found[1].replace(",", "")), {name: float(value) for name, value in pairs}


def _contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours written as #rrggbb."""
    high, low = sorted((_luminance(one.strip()), _luminance(other.strip())), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
