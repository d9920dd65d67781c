"""The documentation site, as `tox run -e docs` leaves it in `site/`: no sideways scroll, and nothing serious for axe-core.

A few pages of every sort; all of them with the thorough profile.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.browser.accessibility import issues
from tests.browser.visit import VIEWS, ask, open_page

pytestmark = pytest.mark.browser

SITE = Path(__file__).parents[2] / "site"
FEW = ("index.html", "start.html", "check.html", "api/utils.html", "phenomena/dying_relu.html")
ALL = sorted(str(page.relative_to(SITE)) for page in SITE.rglob("*.html")) or FEW
LARGE = 200_000  # bytes; axe-core takes minutes for such a page, which has nothing that smaller ones have not


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("name", ALL if settings().max_examples >= 1000 else FEW)
def test_a_page_fits_and_is_accessible(browser: Any, name: str, width: int, scheme: str) -> None:
    if not SITE.is_dir():
        pytest.skip("no site found; tox run -e docs makes it")
    open_page(browser, SITE / name, width=width, scheme=scheme)
    assert browser.get_log("browser") == []
    assert ask(browser, "document.documentElement.scrollWidth") <= ask(browser, "document.documentElement.clientWidth")
    if (SITE / name).stat().st_size < LARGE:
        assert issues(browser) == []
