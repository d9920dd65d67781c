"""What goes wrong in a candidate, and is its own fault."""

from __future__ import annotations

KINDS = ("raised", "timeout", "memory", "died", "protocol", "import", "syntax", "framework")


class CandidateError(Exception):
    """A program of steps did not end well.

    Args:
        kind: one of `KINDS`: it raised; took too long; asked for too much memory; ended its process; answered in a way nobody
            can read; imports what is not installed; is not Python; uses a framework itself.
        message: one line.
        line: in the source, where known.
        step: index in the program, where known.
    """

    def __init__(self, kind: str, message: str, line: int | None = None, step: int | None = None) -> None:
        super().__init__(message)
        self.kind, self.message, self.line, self.step = kind, message, line, step

    def __str__(self) -> str:
        return self.message if self.line is None else f"{self.message} (line {self.line})"
