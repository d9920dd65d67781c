"""All conventions, by kind of part."""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.subjects.conventions import activations, losses
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.layers import discovery, function_discovery
from comparisons.subjects.conventions.layers.dropping import dropping
from comparisons.subjects.conventions.layers.profiles import PROFILES
from comparisons.subjects.conventions.optimizers import discovery as optimizers
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.conventions.tape import tape
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.references import pair_of


def ways_to_call(sighting: Sighting, reference: Reference, session: Session) -> Iterator[Adapter]:
    """Every way in which the sighting could be that part; the likeliest first."""
    kind, name = reference
    if kind == "activation":
        yield from activations.readings(sighting, name)
        found = discovery.ways if sighting.is_class else function_discovery.ways
        yield from found(sighting, pair_of(reference), session)
    elif kind == "tape":
        yield from tape.ways(sighting)
    elif kind == "optimizer":
        yield from optimizers.ways(sighting, name)
    elif kind == "loss":
        yield from losses.readings(sighting, name)
    elif kind == "layer" and name in PROFILES:
        found = discovery.ways if sighting.is_class else function_discovery.ways
        ways = found(sighting, pair_of(reference), session)
        yield from dropping(ways) if name == "Dropout" else ways
