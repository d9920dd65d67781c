"""Planted bugs by subclass: the registered pair with some of its methods wrong."""

from __future__ import annotations

from typing import Any

from comparisons.pairs.pair import Pair
from tests.checks.saboteurs import pair_of


def planted(kind: str, name: str, **methods: Any) -> Pair:
    """The registered pair of that kind and name with other methods in place of its own."""
    pair = pair_of(name, kind)
    wrong = object.__new__(type(f"Wrong{type(pair).__name__}", (type(pair),), methods))
    wrong.__dict__.update(vars(pair))
    return wrong
