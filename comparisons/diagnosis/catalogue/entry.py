"""What is known about one code."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One code.

    Args:
        kind: C, D or P.
        part: where it occurs.
        meaning: what was written, in one line.
        fix: what to write instead, in one line.
        probe: for what no formula can reproduce, the check that finds it; empty if an explanation does.
    """

    kind: str
    part: str
    meaning: str
    fix: str
    probe: str = ""
