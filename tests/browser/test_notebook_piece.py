"""The piece a notebook shows, inside a page of somebody else's: it looks like ours and leaves theirs alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comparisons.reports.display import Report
from tests.browser.accessibility import issues
from tests.browser.visit import VIEWS, ask, open_page
from tests.reports.example_check import everything
from tests.reports.example_result import mismatching

pytestmark = pytest.mark.browser

PIECES = {"check": everything, "compare": lambda: mismatching(130)}
HOST = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>host</title><main><h1>Host</h1><p id='theirs'>Theirs</p>{}</main></html>"
)


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hosts")
    written = {name: folder / f"{name}.html" for name in PIECES}
    for name, path in written.items():
        path.write_text(HOST.format(Report(PIECES[name]())._repr_html_()), encoding="utf-8")
    return written


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", PIECES)
def test_it_is_silent_fits_and_is_accessible(browser: Any, hosts: dict[str, Path], name: str, width: int, scheme: str) -> None:
    open_page(browser, hosts[name], width=width, scheme=scheme)
    assert browser.get_log("browser") == []
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    assert issues(browser) == []


def test_its_colours_are_ours_and_the_hosts_stay(browser: Any, hosts: dict[str, Path]) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        open_page(browser, hosts["check"], scheme=scheme)
        ours = ask(browser, "getComputedStyle(document.querySelector('.parity-report')).backgroundColor")
        marked = ask(browser, "getComputedStyle(document.querySelector('.parity-report .off')).backgroundColor")
        theirs = ask(browser, "getComputedStyle(document.getElementById('theirs')).fontFamily")
        seen[scheme] = (ours, marked, theirs)
    assert seen["light"][0] != seen["dark"][0]
    assert len({"rgba(0, 0, 0, 0)", seen["light"][0], seen["light"][1]}) == 3
    assert "Segoe" not in seen["light"][2]
