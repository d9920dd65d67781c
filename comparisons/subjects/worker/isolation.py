"""Which isolation is in force."""

from __future__ import annotations

import os

from comparisons.errors import InputError
from comparisons.subjects.worker import bubblewrap

CHOICES = ("auto", "bubblewrap", "process")


def chosen(asked: str) -> str:
    """`'bubblewrap'` or `'process'`.

    Raises:
        InputError: there is no such isolation, or it cannot be used here.
    """
    if asked not in CHOICES:
        raise InputError(f"--isolation: expected {', '.join(CHOICES)}, got {asked!r}; choose one of them.")
    if os.name != "posix":
        raise InputError("parity: expected Linux or macOS to run other people's code in a process of its own, got Windows; use WSL.")
    if asked == "process":
        return asked
    problem = bubblewrap.problem()
    if problem and asked == "bubblewrap":
        raise InputError(f"--isolation bubblewrap: expected a bwrap that works, got none: {problem}; use --isolation process.")
    return "process" if problem else "bubblewrap"
