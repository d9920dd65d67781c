"""The terminal: plain where it must be, and no name in it drives it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console

from comparisons.reports.terminal import print_compare
from tests.reports.example_result import matching, mismatching
from tests.reports.odd_results import HOSTILE, hostile, results


def printed(result: dict[str, Any], *, terminal: bool = False, report: str | None = None) -> str:
    """What ``print_compare`` writes; colours off, so that every escape in it is a foreign one."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8" if terminal else "ascii", newline="\n")
    print_compare(result, report, console=Console(file=stream, force_terminal=terminal, no_color=True, width=100, color_system=None))
    stream.seek(0)
    return stream.read()


def test_a_pipe_gets_plain_ascii_and_no_colours() -> None:
    result = mismatching()
    result["model"] = "層 \N{SNOWMAN}"
    out = printed(result)
    assert out.isascii()
    assert "\x1b" not in out
    assert out.startswith("X Deviation: scratch stops training like Keras")


def test_the_numbers_and_the_tracks_are_there() -> None:
    out = printed(matching(), report="out/report.html").splitlines()
    assert "scratch       39,760    0.2011664   0.2146853           0.938" in out
    assert any(line.startswith("free ") and "21 %" in line and "####...." in line for line in out)
    assert out[-1] == "Report: out/report.html"


def test_the_disagreement_and_the_fix_are_there() -> None:
    out = printed(mismatching())
    assert "  elements  18 of 18 outside\n" in out
    assert "  fix: Divide by the batch size once" in out


def test_a_long_path_is_not_broken_and_can_be_copied() -> None:
    path = "/very" * 60 + "/report.html"
    assert f"Report: {path}\n" in printed(matching(), report=path)


def test_a_terminal_gets_the_signs() -> None:
    assert printed(matching(), terminal=True).startswith("\N{CHECK MARK} Match:")


def test_an_interrupted_run_says_how_far_it_came() -> None:
    result = matching()
    result["settings"].update(interrupted=True, steps_done=7)
    assert "Interrupted after step 7 of 1,250." in printed(result)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_drives_the_terminal(text: str, terminal: bool) -> None:
    out = printed(hostile(text), terminal=terminal)
    assert not set(out) & {"\x1b", "\x07", "\x00", "\u202e"}
    assert text != "[bold]rich[/bold]" or text in out


@given(results())
def test_no_result_is_too_odd(result: dict[str, Any]) -> None:
    assert printed(result, report="r").endswith("Report: r\n")
