"""Which of many like cases every run shows, and which the thorough profile alone (`PARITY_PROFILE=thorough`)."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from typing import Any

import pytest

PROFILE = os.environ.get("PARITY_PROFILE", "quick")


def quickly(cases: Iterable[Any], kept: Container[Any]) -> list[Any]:
    """All `cases` as parameters of a test; those that are not `kept` are marked `thorough`."""
    return [pytest.param(case, marks=[] if case in kept else [pytest.mark.thorough]) for case in cases]
