"""Where a layer object leaves its gradients, found by going back once and looking what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.pairs.layer_pair import STATE
from comparisons.subjects.conventions.calls import Function, Pullback
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.own_steps import with_steps_that_tell
from comparisons.subjects.conventions.layers.places import Slot, Where
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.layers.results import (
    GOES_BACK,
    OUTPUTS,
    gradient_named,
    gradient_of,
    left_over,
    misshapen_input,
    returned,
)
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, pick
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.pullbacks import place_of_pullback, pullback_of
from comparisons.subjects.inventory.sighting import optional, required
from comparisons.subjects.worker import Call, CandidateError, Member


def backs(member: Member, forward: Member) -> Iterator[Function]:
    """Ways to call what goes back."""
    method = pick(member, [*BACKWARD, *DERIVATIVE], excluding=forward)
    if method is None:
        if handed := pullback_of(forward):
            yield Pullback(handed.path, ("upstream",), arguments=tuple(required(handed)), place=place_of_pullback(forward))
        return
    names = required(method)
    rate = next((p.name for p in method.parameters if means(p.name, "rate")), "")
    arrays = [name for name in names if name != rate]
    shown = tuple(arrays)
    if len(arrays) == 1:
        roles = tuple("learning rate" if name == rate else "upstream" for name in names)
        keywords = {rate: "learning rate"} if rate in optional(method) else {}
        yield Function(method.name, roles, keywords, arguments=shown)
    elif len(arrays) == 2:
        first = ("x", "upstream") if means(arrays[1], "upstream") and not means(arrays[0], "upstream") else ("upstream", "x")
        for pair in (first, first[::-1], ("upstream", "learning rate")):
            roles_left = iter(pair)
            yield Function(method.name, tuple("learning rate" if name == rate else next(roles_left) for name in names), arguments=shown)

    elif len(arrays) == 3 and (named := _by_name(arrays)) is not None:
        yield Function(method.name, named, arguments=shown)


def _by_name(arrays: list[str]) -> tuple[str, ...] | None:
    """Roles of what takes the input, the output and an upstream gradient, in whatever order; None if their names do not say so."""
    roles = ["upstream" if means(name, "upstream") else "y" if plain(name) in OUTPUTS else "x" for name in arrays]
    return tuple(roles) if sorted(roles) == ["upstream", "x", "y"] else None


def going_back(session: Session, bare: Layer, back: Function, probe: Probe, member: Member) -> Iterator[Layer]:
    """With gradients where they turn up after going back."""
    case = probe.case
    going = replace(bare, backward=back)
    dy = case.upstream(probe.output)
    program = going.program(case, case.x, dy)
    after = program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
    forward_only = replace(bare, backward=None).program(case, case.x, dy)
    before = forward_only.append(Call(f"{HELPERS}.arrays_of", (forward_only.owner,)))
    try:
        results = session.run(program.steps)
        old = arrays_in(session.run(forward_only.steps)[before])
    except CandidateError as problem:
        session.problems_back.append(problem)
        return
    value, new = results[after - 1], arrays_in(results[after])
    where: dict[str, Where] = {}
    x_shape = bare.layout.shape(case.x.shape)
    dx = returned(value, x_shape) if case.x.dtype.kind == "f" else None
    dx = dx or gradient_of("x", None, x_shape, old, new)
    if dx is not None:
        where["gradient of x"] = dx
    own = {name: a for name, a in probe.weights.items() if name not in case.given}
    for weight, a in own.items():
        found = _weight_gradient(going, weight, a, value, old, new, probe, member)
        if found is not None:
            where[f"gradient of {weight}"] = found
    if dx is None and case.x.dtype.kind == "f" and GOES_BACK.search(back.name):
        shapes = [(bare.slots[name].placement if name in bare.slots else bare.given[name]).put(a).shape for name, a in own.items()]
        misshapen = misshapen_input(value, list(where.values()), shapes, old, new)
        where |= {} if misshapen is None else {"gradient of x": misshapen}
    where |= states_of(bare)
    if where or case.x.dtype.kind != "f":  # else it went back, and what came of it is nowhere to be found
        moves = any(_is_updated(going.slots.get(weight), old, new) for weight in own)
        going = with_steps_that_tell(session, replace(going, results=where, moves=moves), probe)
        yield going
        if going.layout.name == "columns" and going.slots.keys() | going.given.keys():
            yield replace(going, divided=True)


def states_of(layer: Layer) -> dict[str, Where]:
    """Where its moving averages are after a call, with or without a way back."""
    kept = {name: layer.slots[name] for name in STATE if name in layer.slots}
    return {f"state {name}": Where(None, slot.path, slot.placement) for name, slot in kept.items()}


def _weight_gradient(
    going: Layer, weight: str, a: np.ndarray, value: Any, old: Arrays, new: Arrays, probe: Probe, member: Member
) -> Where | None:
    slot = going.slots.get(weight)
    placement = slot.placement if slot is not None else going.given[weight]
    shape = placement.put(a).shape
    called = slot or _handed_as(weight, placement, going, member)
    updated = _is_updated(slot, old, new)
    found = returned(value, shape) if isinstance(value, tuple | list) else None
    found = found or gradient_of(weight, called, shape, old, new, named=updated)
    if found is not None:
        return replace(found, placement=placement)
    misshapen = gradient_named(weight, called, old, new) or left_over(value, list(probe.weights).index(weight), len(probe.weights))
    if misshapen is not None:
        return misshapen
    if slot is not None and updated:
        return Where(None, slot.path, placement, step=True)
    return None


def _is_updated(slot: Slot | None, old: Arrays, new: Arrays) -> bool:
    """Whether a weight is another one after going back."""
    return slot is not None and slot.path in old and slot.path in new and not np.array_equal(old[slot.path], new[slot.path])


def _handed_as(weight: str, placement: Placement, going: Layer, member: Member) -> Slot | None:
    """Where a weight that the constructor is handed is kept, if under the name of the argument."""
    names = dict(zip(going.maker.roles, required(member)))
    name = names.get(f"weight {weight}")
    return None if name is None else Slot((name,), placement)
