"""Which lines of a program a check, or a test, comes to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

Lines = dict[str, set[int]]
"""Line numbers by file, which is a path from the root of the project."""


@contextmanager
def traced(root: Path, *folders: str) -> Iterator[Lines]:
    """The lines of `folders` that run inside the block, in functions called inside of it."""
    reached: Lines = {}
    inside = tuple(str(root / folder) for folder in folders)

    def call(frame: FrameType, event: str, given: Any) -> Callable[..., Any] | None:
        name = frame.f_code.co_filename
        if not name.startswith(inside):
            return None
        lines = reached.setdefault(name[len(str(root)) + 1 :], set())
        lines.add(frame.f_lineno)

        def line(frame: FrameType, event: str, given: Any) -> Callable[..., Any]:
            lines.add(frame.f_lineno)
            return line

        return line

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield reached
    finally:
        sys.settrace(before)
