"""What the candidate prints, up to a bound, and the warnings it causes, counted."""

from __future__ import annotations

import io
import warnings
from typing import Any

MOST_PRINTED = 20_000
MOST_WARNINGS = 100


class Printed(io.TextIOBase):
    """Text that keeps its beginning and lets the rest go."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._size < MOST_PRINTED:
            self._pieces.append(text[: MOST_PRINTED - self._size])
            self._size += len(self._pieces[-1])
        return len(text)

    def taken(self) -> str:
        """Everything kept since the last time."""
        text = "".join(self._pieces)
        self._pieces, self._size = [], 0
        return text


class WarningCounts:
    """Counts every warning by its category and text."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        warnings.simplefilter("always")
        warnings.showwarning = self._count

    def _count(self, message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: Any = None) -> None:
        text = f"{type.__dict__['__name__'].__get__(category)}: {message}"[:200]
        if text in self.counts or len(self.counts) < MOST_WARNINGS:
            self.counts[text] = self.counts.get(text, 0) + 1

    def taken(self) -> dict[str, int]:
        """Counts since the last time."""
        counts, self.counts = self.counts, {}
        return counts
