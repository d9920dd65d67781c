"""Planted bugs by subclass: the registered pair with some of its methods wrong."""

from __future__ import annotations

from typing import Any

from comparisons.pairs.methods import with_methods
from comparisons.pairs.pair import Pair
from tests.checks.saboteurs import pair_of


def planted(kind: str, name: str, **methods: Any) -> Pair:
    """The registered pair of that kind and name with other methods in place of its own."""
    return with_methods(pair_of(name, kind), **methods)
