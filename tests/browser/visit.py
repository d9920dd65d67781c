"""Opening a report in the browser at a width and in a colour scheme, and asking the page things."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quickly import quickly

VIEWS = quickly(
    [pytest.param(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")],
    [pytest.param(1280, "light"), pytest.param(390, "dark")],
)
"""Widths and colour schemes that every page is looked at in."""


def visit(browser: Any, page: Path, *, width: int = 1280, scheme: str = "light") -> None:
    """Open the page of a comparison and wait until both charts are drawn."""
    from selenium.webdriver.support.ui import WebDriverWait

    open_page(browser, page, width=width, scheme=scheme)
    WebDriverWait(browser, 60).until(lambda _: ask(browser, "document.querySelectorAll('.chart[role=slider] svg').length") == 2)


def open_page(browser: Any, page: Path, *, width: int = 1280, scheme: str = "light", fragment: str = "") -> None:
    """Open a page, at one of its addresses if `fragment` names it."""
    resize(browser, width)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.get("about:blank")  # else another address of the same page would not open it anew
    for log in ("browser", "performance"):
        browser.get_log(log)  # forgets what earlier pages said
    browser.get(page.as_uri() + (f"#{fragment}" if fragment else ""))


def resize(browser: Any, width: int) -> None:
    """Make the page ``width`` pixels wide, narrower than a window can be."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def ask(browser: Any, expression: str) -> Any:
    """The value of a JavaScript expression on the page."""
    return browser.execute_script(f"return {expression}")


LEAVE = {"granted": ("Copied", "navigator.clipboard.readText()"), "denied": ("Selected", "getSelection().toString()")}
"""What a button to copy something says, and where to look for what it took, with and without leave to write into the clipboard."""


def copied(browser: Any, button: Any, leave: str) -> str:
    """What the button took: into the clipboard, or, without leave for that, as the selection."""
    from selenium.webdriver.support.ui import WebDriverWait

    for name, setting in (("clipboard-read", "granted"), ("clipboard-write", leave)):
        browser.execute_cdp_cmd("Browser.setPermission", {"permission": {"name": name}, "setting": setting})
    said, taken = LEAVE[leave]
    button.click()
    WebDriverWait(browser, 10).until(lambda _: button.text == said)
    return str(browser.execute_async_script(f"Promise.resolve({taken}).then(arguments[0], (problem) => arguments[0](String(problem)))"))


def requests(browser: Any) -> list[str]:
    """Addresses the page asked for since it was opened, its own included."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
