"""Pairs by what a sighting may refer to."""

from __future__ import annotations

from functools import cache

from comparisons.pairs import PAIRS
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.optimizers.parts import PARTS
from comparisons.subjects.conventions.tape.pair import TAPE
from comparisons.subjects.inventory.vocabulary import Reference


@cache
def _by_name() -> dict[Reference, Pair]:
    found = {(pair.kind, pair.name): pair for pair in PAIRS}
    found["tape", "tape"] = TAPE
    return found | {("optimizer", name): found["optimizer", part.keras] for name, part in PARTS.items()}


def pair_of(reference: Reference) -> Pair:
    """The pair of the registry.

    Raises:
        KeyError: there is none.
    """
    return _by_name()[reference]


def known_names() -> list[str]:
    """What may stand after `--as`."""
    return [name for _, name in _by_name()]


def references_named(name: str) -> tuple[Reference, ...]:
    """All pairs of a name, whatever capitals and underscores it is written with."""
    wanted = name.replace("_", "").lower()
    return tuple(reference for reference in _by_name() if reference[1].replace("_", "").lower() == wanted)
