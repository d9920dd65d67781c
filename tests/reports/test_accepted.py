"""What was accepted matches, and no number beside it says otherwise."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from comparisons.reports import check_page, overtime_markdown
from comparisons.reports.check_terminal import print_check
from comparisons.reports.overtime import Run
from comparisons.reports.parts import Part
from tests.reports import example_check

HUGE = "5,000 x"


def accepted(*, of_all: bool = True) -> dict[str, Any]:
    """A match by an accepted convention; with `of_all` False, one that nobody has accepted anything of."""
    result = example_check.one_of_each("convention")
    (part,) = result["components"]
    part |= {"verdict": "match", "headroom": 5000.0}
    for check in part["checks"]:
        check |= {"headroom": 5000.0, "passed": False}
    for finding in part["findings"]:
        finding["accepted"] = of_all
    return result


def printed(result: dict[str, Any]) -> str:
    console = Console(file=io.StringIO(), width=160)
    print_check(result, console=console)
    return console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO


FACES = {
    "terminal": printed,
    "over time": lambda result: overtime_markdown.compose([Run("a", result), Run("b", result)]),
}


@pytest.mark.parametrize("face", FACES)
def test_the_headroom_says_that_it_was_accepted(face: str) -> None:
    assert "accepted" in FACES[face](accepted())
    assert HUGE not in FACES[face](accepted())
    assert HUGE in FACES[face](accepted(of_all=False))


def test_the_page_marks_nothing_as_outside() -> None:
    (row,) = accepted()["components"]
    part = Part(row, "part")
    assert (part.share.words, part.share.outside) == ("accepted", False)
    shares = [share for check in part.checks.rows for share in check.shares if share is not None]
    assert shares
    assert all(share.words == f"{HUGE}, accepted" and not share.outside for share in shares)
    assert 'class="outside"' not in check_page.compose(accepted())
