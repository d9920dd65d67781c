"""All conventions, by kind of part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from comparisons.subjects.conventions import activations, losses, metric, schedule
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.layers import cell_discovery, discovery, function_discovery
from comparisons.subjects.conventions.layers.dropping import dropping
from comparisons.subjects.conventions.layers.makers import activations_of
from comparisons.subjects.conventions.layers.profiles import PROFILES
from comparisons.subjects.conventions.layers.switches import NAMED
from comparisons.subjects.conventions.optimizers import discovery as optimizers
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.conventions.signatures import signature_of
from comparisons.subjects.conventions.tape import tape
from comparisons.subjects.inventory.methods import FORWARD, pick
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.references import pair_of

LINEAR = "linear"
ACTIVATED = re.compile(r"sigmoid|logistic|tanh|relu|maximum\(|softmax|\bexp\(", re.IGNORECASE)
"""In the code of a layer that may have an activation in it."""


LAST_AXIS = re.compile(r"\baxis\s*=\s*-1")
"""Of whatever else a file has: nobody whose samples are columns counts axes from the end."""


def ways_to_call(sighting: Sighting, reference: Reference, session: Session) -> Iterator[Adapter]:
    """Every way in which the sighting could be that part; the likeliest first."""
    kind, name = reference
    if kind == "activation":
        yield from _activations(sighting, reference, session)
    elif kind == "tape":
        yield from tape.ways(sighting, session)
    elif kind == "metric":
        yield from metric.readings(sighting, name)
    elif kind == "schedule":
        yield from schedule.ways(sighting, name)
    elif kind == "optimizer":
        yield from optimizers.ways(sighting, name)
    elif kind == "loss":
        yield from losses.readings(sighting, name, columns=True in _columns(sighting, session))
    elif kind == "layer" and sighting.cell:
        yield from cell_discovery.ways(sighting, pair_of(reference), session)
    elif kind == "layer" and name in PROFILES:
        found = discovery.ways if sighting.is_class else function_discovery.ways
        ways = _without_derivative(found(sighting, pair_of(reference), session), sighting, name)
        inside = [] if not sighting.hinted else [other for kind, other in sighting.references if kind == "activation"]
        yield from dropping(ways) if name == "Dropout" else _with_activation(_with_its_own(ways, sighting), inside)


def _with_its_own(ways: Iterator[Any], sighting: Sighting) -> Iterator[Any]:
    """The same with the activation that is in its code, or that its constructor takes by default and was left at: the numbers say which."""
    taken = [] if sighting.value is None or not sighting.is_class else activations_of(sighting.value)
    written = not taken and any(ACTIVATED.search(member.source) for member in sighting.members)
    for way in ways:
        left = written or any(name not in way.maker.keywords for name in taken)
        own = left and way.pinned.get("activation", "") is None
        named = [replace(way, own_activation=name, pinned={**way.pinned, "activation": name}) for name in NAMED] if own else []
        yield from named
        yield replace(way, bare=False, own_activation=LINEAR) if named and taken else way


def _with_activation(ways: Iterator[Any], inside: Sequence[str]) -> Iterator[Any]:
    """The same with an activation in it, for who says so in the name: `DenseReLU`."""
    for way in ways:
        yield from (replace(way, pinned={**way.pinned, "activation": name}) for name in inside if way.pinned.get("activation", "") is None)
        yield way


def _activations(sighting: Sighting, reference: Reference, session: Session) -> Iterator[Adapter]:
    """Which axis a softmax is taken over tells no rows from columns: what else is in the file does."""
    pair: Any = pair_of(reference)
    allowed = _columns(sighting, session) if pair.rowwise else frozenset({True, False})
    if "columns" not in sighting.words and any(LAST_AXIS.search(member.source) for member in sighting.members):
        allowed |= {False}
    if False in allowed:
        yield from activations.readings(sighting, reference[1])
    found = discovery.ways if sighting.is_class else function_discovery.ways
    ways = (way for way in found(sighting, pair, session) if (way.layout.name == "columns") in allowed)
    yield from _without_derivative(ways, sighting, reference[1])


def _without_derivative(ways: Iterator[Any], sighting: Sighting, part: str) -> Iterator[Any]:
    """Ways to call something as a layer; what has a switch for its derivative has that, and it is not looked at."""
    called = pick(sighting.value, FORWARD) if sighting.is_class and sighting.value is not None else sighting.value
    switch = called is not None and signature_of(called, part).switch
    for way in ways:
        yield replace(way, unhandled=True) if switch else way


def _columns(sighting: Sighting, session: Session) -> frozenset[bool]:
    return frozenset({True}) if "columns" in sighting.words else session.columns
