"""Pairs by what a sighting may refer to."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
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


_answering: ContextVar[Callable[[Pair], Pair] | None] = ContextVar("answering", default=None)


def pair_of(reference: Reference) -> Pair:
    """The pair of the registry, or what stands for it in `answered_by`.

    Raises:
        KeyError: there is none.
    """
    pair, other = _by_name()[reference], _answering.get()
    return pair if other is None else other(pair)


@contextlib.contextmanager
def answered_by(other: Callable[[Pair], Pair]) -> Iterator[None]:
    """As long as this lasts, every pair is the one that `other` makes of it, such as one that does without Keras."""
    token = _answering.set(other)
    try:
        yield
    finally:
        _answering.reset(token)


def known_names() -> list[str]:
    """What may stand after `--as`."""
    return [name for _, name in _by_name()]


def references_named(name: str) -> tuple[Reference, ...]:
    """All pairs of a name, whatever capitals and underscores it is written with."""
    wanted = name.replace("_", "").lower()
    return tuple(reference for reference in _by_name() if reference[1].replace("_", "").lower() == wanted)
