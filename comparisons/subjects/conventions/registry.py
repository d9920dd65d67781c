"""All conventions, by kind of part."""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.subjects.conventions import activations, losses
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.inventory.vocabulary import Reference


def ways_to_call(sighting: Sighting, reference: Reference, session: Session) -> Iterator[Adapter]:
    """Every way in which the sighting could be that part; the likeliest first."""
    kind, name = reference
    if kind == "activation":
        yield from activations.readings(sighting, name)
    elif kind == "loss":
        yield from losses.readings(sighting, name)
