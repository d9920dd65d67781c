"""A pair with other methods in place of its own: planted bugs, and candidate and reference exchanged."""

from __future__ import annotations

from typing import Any

from comparisons.pairs.pair import Pair


def with_methods(pair: Pair, **methods: Any) -> Pair:
    """The pair, of a subclass of its class with these methods; inside them `type(self).__mro__[1]` is the pair's own class."""
    changed: Pair = object.__new__(type(f"Changed{type(pair).__name__}", (type(pair),), methods))
    changed.__dict__.update(vars(pair))
    return changed
