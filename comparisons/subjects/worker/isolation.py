"""Which isolation is in force."""

from __future__ import annotations

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
    if asked == "process":
        return asked
    problem = bubblewrap.problem()
    if problem and asked == "bubblewrap":
        raise InputError(f"--isolation bubblewrap: expected a bwrap that works, got none: {problem}; use --isolation process.")
    return "process" if problem else "bubblewrap"
