"""Tables fit their terminal: where a row is too long, its last column is cut, and no other."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from comparisons.reports.terminal import Page

HEAD = ("file", "verdict", "matching", "what does not match")
ROWS = [("normalization_and_friends.py", "Unrecognised", "14 of 14", "a reason " * 30), ("a.py", "Match", "1 of 1", "")]


@pytest.mark.parametrize("width", [160, 80])
def test_only_the_last_column_is_cut(width):
    told = io.StringIO()
    Page(Console(file=told, width=width)).table(HEAD, ROWS, left=(0, 1, 3))
    lines = [line for line in told.getvalue().splitlines() if line]
    assert len(lines) == 3
    assert all(len(line) <= width for line in lines)
    assert lines[1].startswith("normalization_and_friends.py   Unrecognised   14 of 14   a reason")
    assert lines[2].split() == ["a.py", "Match", "1", "of", "1"]
