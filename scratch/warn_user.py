"""Warnings that point to the line of the user's that led to them."""

from __future__ import annotations

import sys
import traceback
import warnings


def warn_user(message: str) -> None:
    """Warn, at the place where scratch was called, however many calls within scratch lie between."""
    names = [frame.f_globals["__name__"] for frame, _ in traceback.walk_stack(sys._getframe())]
    warnings.warn(message, stacklevel=next(level for level, name in enumerate(names, 1) if name.partition(".")[0] != "scratch"))
