"""Finds out how one step of a recurrent layer is called: which arguments are states and weights, what is returned where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import permutations, product
from typing import Any

import numpy as np

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.cell import Cell, Loop, Pick
from comparisons.subjects.conventions.layers.cell_back import roles_back
from comparisons.subjects.conventions.layers.cell_objects import fullest, gradients_named, says_gradient, with_divided, with_own_weights
from comparisons.subjects.conventions.layers.function_layer import picks_in
from comparisons.subjects.conventions.layers.gates import by_gates, with_two_biases
from comparisons.subjects.conventions.layers.handing import KERNELS, VECTORS
from comparisons.subjects.conventions.layers.layouts import ONE_SAMPLE, ROWS, Layout
from comparisons.subjects.conventions.layers.places import Path
from comparisons.subjects.conventions.layers.probes import Probe, probes_of
from comparisons.subjects.conventions.layers.profiles import Profile, profile_for
from comparisons.subjects.conventions.layers.slots import arrays_in
from comparisons.subjects.conventions.layers.weights_by_key import WEIGHTS, keys_of
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.methods import BACKWARD, FORWARD, pick
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.programs import CARRIED, STATES
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Call, CandidateError, Member

Roles = tuple[str, ...]
LAYOUTS = (ROWS, Layout("columns"))


def ways(sighting: Sighting, pair: Pair, session: Session) -> Iterator[Cell]:
    """Every way found in which it works as one step of that layer."""
    member = sighting.value
    forward = member if member is None or member.kind == "function" else pick(member, FORWARD)
    if member is None or forward is None:
        return
    back = sighting.derivative if member.kind == "function" else pick(member, BACKWARD, excluding=forward)
    usual = profile_for(pair, sighting.name)
    for profile in (usual, *with_two_biases(pair.name), *by_gates(pair.name)):
        probe = next(probes_of(pair, profile, "array"))
        found = False
        for bare in _forwards(member, forward, profile, probe, session):
            for way in _explored(bare, back, probe, session):
                found = True
                yield way
        own = [way for bare in _with_own(member, forward, profile, probe, pair, session) for way in _explored(bare, back, probe, session)]
        yield from (with_divided(way, probe.case, session) for way in fullest(own))
        if found or own:
            return


def _forwards(member: Member, forward: Member, profile: Profile, probe: Probe, session: Session) -> Iterator[Cell]:
    """Calls of forward, by the names of its arguments, with weights in every layout."""
    handed = member if member.kind == "class" else forward
    dictionary = next(((n, k) for n in required(handed) if (k := keys_of(n, profile, session.members()))), None)
    keys = {} if dictionary is None else dictionary[1]
    roles = {name: _role(name, profile) for name in {*required(forward), *required(handed)}}
    roles |= {dictionary[0]: WEIGHTS} if dictionary is not None else {}
    call = Function(forward.name if member.kind == "class" else forward.path, tuple(roles[name] for name in required(forward)))
    maker = Function(member.path, tuple(roles[name] for name in required(member))) if member.kind == "class" else None
    weights = set(keys.values()) or {role.removeprefix("weight ") for role in roles.values() if role.startswith("weight ")}
    if call.roles.count("x") != 1 or call.roles.count("state h") != 1 or weights != probe.weights.keys() or (maker and "x" in maker.roles):
        return
    states: dict[str, Pick] = {role.removeprefix("state "): () for role in sorted(call.roles, reverse=True) if role.startswith("state ")}
    for layout in LAYOUTS:
        kernels = KERNELS[2] if layout == ROWS else KERNELS[2][::-1]
        for kernel, vector in product(kernels, VECTORS[:3]):
            given = {name: kernel if a.ndim == 2 else vector for name, a in probe.weights.items()}
            yield Cell(profile, call, None, given, states, layout=layout, keys=keys, maker=maker)


def _with_own(
    member: Member, forward: Member, profile: Profile, probe: Probe, pair: Pair, session: Session
) -> Iterator[Cell]:  # fmt: skip
    """The same of an object that has weights of its own."""
    if member.kind == "class":
        roles = tuple(_role(name, profile) for name in required(forward))
        call = Function(forward.name, roles, arguments=tuple(required(forward)))
        yield from with_own_weights(member, call, profile, probe, pair, session)


def _alone(probe: Probe) -> Probe:
    """The first sample."""
    return replace(probe, case=probe.case.with_x(probe.case.x[:1]))


def _role(name: str, profile: Profile) -> str:
    if plain(name) in CARRIED:
        return "state c"
    if plain(name) in STATES:
        return "state h"
    weight = profile.weight(name)
    return f"weight {weight}" if weight else "x"


def _explored(bare: Cell, back: Member | None, probe: Probe, session: Session) -> Iterator[Cell]:
    """With the states where they are in what forward returns; then with gradients where they are."""
    probe = _alone(probe) if bare.layout == ONE_SAMPLE else probe
    case = probe.case
    shape = bare.layout.shape((len(case.x), case.settings["units"]))
    try:
        result = session.run(_one_step(bare, case))[-1]
    except CandidateError as problem:
        session.problems.append(problem)
        return
    places = [place for place, item in picks_in(result) if isinstance(item, np.ndarray) and item.shape == shape]
    for chosen in permutations(places, len(bare.states)):
        going = replace(bare, states=dict(zip(bare.states, chosen)))
        found = list(_going_back(going, back, result, probe, session)) if back is not None else []
        yield from found or [replace(going, unhandled=back is not None and bool(going.slots))]


def _one_step(bare: Cell, case: Any) -> list[Any]:
    values = bare.values(case)
    zeros = bare.layout.put(np.zeros((len(case.x), case.settings["units"])))
    values |= {"x": bare.layout.put(case.x[:, 0]), "state h": zeros, "state c": zeros}
    program: list[Any] = []
    owner = bare.made(case, program)
    return [*program, bare.forward.call(values, owner)]


def _going_back(going: Cell, back: Member, result: Any, probe: Probe, session: Session) -> Iterator[Cell]:
    names = required(back)
    roles = roles_back(names, going, dict(zip(going.forward.arguments, going.forward.roles)))
    if roles is None:
        return
    beside = [place for place, _ in picks_in(result) if len(place) == 1 and place not in going.states.values()]
    function = Function(back.name if going.maker is not None else back.path, roles, arguments=tuple(names))
    for cache in beside[::-1] if "cache" in roles else [None]:
        way = replace(going, backward=function, cache=cache)
        try:
            results, kept = _results(way, probe, session)
        except CandidateError as problem:
            session.problems_back.append(problem)
            continue
        if results:
            yield replace(way, results=results, left=kept)
            return


def _results(way: Cell, probe: Probe, session: Session) -> tuple[dict[str, Pick], dict[str, Path]]:
    """(places in what backward returns, paths in the object): by shapes, in the order in which states and weights are taken."""
    case = probe.case.with_x(probe.case.x[:, :1])
    loop = Loop(way, case, case.upstream((len(case.x), 1, case.settings["units"])))
    last = loop.program[-1]
    assert isinstance(last, Call)
    at, program = len(loop.program) - 1, [*loop.program[:-1], replace(last, silent=False)]
    owner = loop.steps[0]["owner"]
    program += [] if owner is None else [Call(f"{HELPERS}.arrays_of", (owner,))]
    results = session.run(program)
    places = [(place, item) for place, item in picks_in(results[at]) if isinstance(item, np.ndarray) and place]
    places = places or [((), results[at])]
    hidden = way.layout.shape((len(case.x), case.settings["units"]))
    wanted = {"x": way.layout.shape((len(case.x), case.x.shape[-1])), **{f"state {state}": hidden for state in way.states}}
    found = _placed(wanted, places)
    shapes = {name: placement.put(probe.weights[name]).shape for name, placement in way.given.items()}
    order = [role.removeprefix("weight ") for role in way.forward.roles if role.startswith("weight ")] or list(shapes)
    rest = [(place, item) for place, item in places if place not in found.values()]
    found |= _placed({name: shapes[name] for name in order}, rest, way.profile)
    return found, {} if owner is None else _left(way, results[-1], shapes)


def _placed(wanted: Mapping[str, tuple[int, ...]], places: Any, profile: Profile | None = None) -> dict[str, Pick]:
    found: dict[str, Pick] = {}
    for what, shape in wanted.items():
        fitting = [place for place, item in places if item.shape == shape and place not in found.values()]
        named = [place for place in fitting if profile is not None and _is_called(place, what, profile)]
        if named or fitting:
            found[what] = (named or fitting)[0]
    return found


def _is_called(place: Pick, weight: str, profile: Profile) -> bool:
    key = place[-1] if place else ""
    return isinstance(key, str) and weight in (profile.weight(key), profile.weight(key.removeprefix("d")))


def _left(way: Cell, arrays: Any, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Path]:
    """Gradients in the object: the arrays of their shapes that are kept as gradients, in the order of the weights."""
    held = arrays_in(arrays)
    if way.slots and (named := gradients_named(way, held, shapes)):
        return named
    kept = [(path, array) for path, array in held.items() if says_gradient(path)]
    found: dict[str, Path] = {}
    for weight, shape in shapes.items():
        fitting = [path for path, array in kept if array.shape == shape and path not in found.values()]
        if fitting:
            found[weight] = fitting[0]
    return found
