"""Finds out how a layer object works, by trying one way to make it after the other, on one probe after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.layers.gates import kept_otherwise
from comparisons.subjects.conventions.layers.handing import handed
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.layouts import layouts
from comparisons.subjects.conventions.layers.makers import makers
from comparisons.subjects.conventions.layers.masks import with_share
from comparisons.subjects.conventions.layers.modes import MODES
from comparisons.subjects.conventions.layers.padding import with_padding
from comparisons.subjects.conventions.layers.plan import Plan
from comparisons.subjects.conventions.layers.probes import Probe, probes_of
from comparisons.subjects.conventions.layers.profiles import Profile, profile_for
from comparisons.subjects.conventions.layers.ranks import with_images
from comparisons.subjects.conventions.layers.rectangles import with_rectangles
from comparisons.subjects.conventions.layers.switches import with_activations, with_bias_kept
from comparisons.subjects.conventions.layers.values import left_to_keras
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.methods import FORWARD, pick
from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Member

SERIES_AXES = 3
"""Batch, steps, channels."""


def ways(sighting: Sighting, pair: Pair, session: Session) -> Iterator[Layer]:
    """Every way found in which a class works as that layer (or as an activation in the shape of one)."""
    member = sighting.value
    assert member is not None
    profile = profile_for(pair, member.name)
    forward = pick(member, FORWARD)
    if forward is None or not _calls(forward):
        return
    found = handled = False
    for kept in kept_otherwise(pair.name, member, session.members()):
        for way in _with_weights_as(kept, member, forward, pair, session):
            found, handled = True, handled or not way.unhandled
            yield way
    if not found:
        for way in _with_weights_as(profile, member, forward, pair, session):
            handled = handled or not way.unhandled
            yield way
    through = _called_through(member, forward)
    if through is not None and not handled:
        yield from _with_weights_as(profile, member, through, pair, session)


def _with_weights_as(profile: Profile, member: Member, forward: Member, pair: Pair, session: Session) -> Iterator[Layer]:
    """Every way found in which its weights are kept as a profile says."""
    handled = anything = False
    late: list[Layer] = []  # of another size, for where there is nothing else
    for per in ("array", "row"):
        for probe in probes_of(pair, profile, per):
            found = False
            for plan in _plans(member, forward, pair, profile, probe):
                for way in plan.explored(session):
                    if way.missized:
                        late.append(replace(way, per=per))
                        continue
                    found, handled = True, handled or not way.unhandled
                    way = with_rectangles(replace(way, per=per), pair, session, profile.sizes)
                    way = with_padding(way, pair, session, profile.sizes)
                    way = with_images(way, pair, session, member.source)
                    yield with_share(with_bias_kept(with_activations(way, pair, session, member), pair, session), pair, session)
            anything |= found
            if found and not _is_ambiguous(probe):
                break  # what has a bias is not looked at without it
        if handled or profile.sizes[0] == 1:
            break
    yield from () if anything else late


def _is_ambiguous(probe: Probe) -> bool:
    """Whether shapes alone leave open where the zeros are: a series may be padded at its beginning alone."""
    return probe.case.settings.get("padding") == "same" and "kernel" in probe.case.inputs and probe.case.x.ndim == SERIES_AXES


def explored_on(sighting: Sighting, pair: Pair, session: Session, probe: Probe) -> Iterator[Layer]:
    """Every way found on one probe alone."""
    member = sighting.value
    forward = None if member is None else pick(member, FORWARD)
    if member is not None and forward is not None:
        for plan in _plans(member, forward, pair, profile_for(pair, member.name), probe):
            yield from plan.explored(session)


def _plans(member: Member, forward: Member, pair: Pair, profile: Profile, probe: Probe) -> Iterator[Plan]:
    for maker, complete in makers(member, profile, list(pair.settings)):
        for layout in layouts(probe.case.x.ndim):
            if layout.name == "columns" and "axis" in maker.keywords.values():
                continue  # the axis of rows is another one there
            for given in handed(maker, probe.weights):
                for untold in left_to_keras({*maker.roles, *maker.keywords.values()}):
                    yield Plan(member, forward, pair, profile, probe, maker, layout, given, untold, complete)


def _called_through(member: Member, forward: Member) -> Member | None:
    """Its `__call__`, where that may be what goes through forward and keeps what backward needs, as functions of a tape do."""
    call = pick(member, ["__call__"], excluding=forward)
    if call is None or any(p.kind != "VAR_POSITIONAL" for p in call.parameters[1:]):
        return None
    return replace(forward, path=call.path)


def _calls(method: Member) -> bool:
    """Whether it takes one array, and perhaps a flag."""
    arrays = [name for name in required(method) if not any(means(name, mode) for mode in MODES)]
    return len(arrays) == 1
