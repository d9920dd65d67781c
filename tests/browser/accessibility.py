"""axe-core on a page: what it finds serious."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

SERIOUS = ("serious", "critical")
SHIPS_AXE = "axe_playwright_python"
"""Carries a current axe-core; nothing else of it is used, so it is installed without Playwright."""


def axe_source() -> str:
    """axe-core's JavaScript; skips, with what to install, where it is not there."""
    spec = find_spec(SHIPS_AXE)
    file = None if spec is None or spec.origin is None else Path(spec.origin).parent / "axe.min.js"
    if file is None or not file.is_file():
        pytest.skip("no axe-core found; pip install --no-deps axe-playwright-python")
    return file.read_text(encoding="utf-8")


def issues(browser: Any) -> list[str]:
    """What axe-core finds serious or critical on the page that is open, a line a place."""
    browser.execute_script(axe_source())
    found = browser.execute_async_script("const done = arguments[0]; axe.run(document).then(done, (error) => done({ error: `${error}` }))")
    assert "error" not in found, found["error"]
    assert len(found["passes"]) > 10, "axe-core has looked at next to nothing"
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:120]} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
