"""Which of many like cases every run shows, and which the thorough profile alone (`PARITY_PROFILE=thorough`)."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from typing import Any

import pytest

PROFILE = os.environ.get("PARITY_PROFILE", "quick")


def quickly(cases: Iterable[Any], kept: Container[Any]) -> list[Any]:
    """All `cases` as parameters of a test; those that are not `kept` are marked `thorough`."""
    return [_shown(case, case in kept) for case in cases]


def some(cases: Iterable[Any], count: int) -> list[Any]:
    """All `cases` as parameters of a test: every run shows `count` of them, from the first on at equal distances."""
    every = list(cases)
    kept = {len(every) * n // count for n in range(count)}
    return [_shown(case, number in kept) for number, case in enumerate(every)]


def _shown(case: Any, always: bool) -> Any:
    """`case`, which may be a `pytest.param`, with its mark."""
    given = case if hasattr(case, "marks") and hasattr(case, "values") else pytest.param(case)
    return pytest.param(*given.values, marks=[*given.marks, *([] if always else [pytest.mark.thorough])], id=given.id)
