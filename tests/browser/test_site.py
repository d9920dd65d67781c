"""The documentation site, as `tox run -e docs` leaves it in `site/`: no sideways scroll, and nothing serious for axe-core."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessibility import issues
from tests.browser.visit import ask, open_page

pytestmark = pytest.mark.browser

SITE = Path(os.environ.get("PARITY_SITE", Path(__file__).parents[2] / "site"))
THOROUGH = os.environ.get("PARITY_PROFILE", "quick") == "thorough"
FEW = ("index.html", "start.html", "deviations.html", "parts.html", "api/layers.html")
ALL = sorted(str(page.relative_to(SITE)) for page in SITE.rglob("*.html")) if SITE.is_dir() else []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ALL if THOROUGH and ALL else FEW)
def test_a_page_fits_and_is_accessible(browser: Any, name: str, width: int, scheme: str) -> None:
    if not SITE.is_dir():
        pytest.skip("no site found; tox run -e docs makes it")
    open_page(browser, SITE / name, width=width, scheme=scheme)
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    assert issues(browser) == []
