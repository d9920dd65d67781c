"""Hypothesis's strategies, imported when the first example is drawn: a replay draws none, and starts the sooner without them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import *  # noqa: F403  # to a type checker this module is that one
else:

    def __getattr__(name: str) -> Any:
        return getattr(import_module("hypothesis.strategies"), name)
