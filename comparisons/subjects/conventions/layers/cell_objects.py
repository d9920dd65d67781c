"""Cells that are made with sizes, and keep weights and gradients of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function, UnusableResultError
from comparisons.subjects.conventions.layers.cell import Cell, Loop
from comparisons.subjects.conventions.layers.layouts import ONE_SAMPLE, ROWS, Layout
from comparisons.subjects.conventions.layers.makers import makers
from comparisons.subjects.conventions.layers.modes import unmasked
from comparisons.subjects.conventions.layers.places import Path
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.results import liking
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in, slots_of
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.worker import Call, CandidateError, Member, Ref

SIZES = {"in", "units"}
NAMED_AFTER = 1
"""How well the name of a gradient fits that says whose it is."""
CLOSE = 1e-6


def with_own_weights(
    member: Member, forward: Function, profile: Profile, probe: Probe, pair: Pair, session: Session
) -> Iterator[Cell]:  # fmt: skip
    """Cells that are told sizes, with their weights where the object has them; called with a batch, or with one sample at a time."""
    states = {role.removeprefix("state "): () for role in sorted(forward.roles, reverse=True) if role.startswith("state ")}
    if sorted(forward.roles) != sorted(["x", *(f"state {state}" for state in states)]):
        return
    for maker, _ in makers(member, profile, list(pair.settings)):
        if not SIZES <= {*maker.roles, *maker.keywords.values()} <= {*SIZES, "nothing"}:
            continue
        bare = Cell(profile, forward, None, {}, states, maker=maker)
        program = [maker.call(bare.values(probe.case), silent=True), Call(f"{HELPERS}.arrays_of", (Ref(0),))]
        try:
            arrays = arrays_in(session.run(program)[-1])
        except CandidateError as problem:
            session.problems.append(problem)
            continue
        slots = slots_of(arrays, probe.weights, profile)
        if slots is None or _holds_more(arrays, [slot.path for slot in slots.values()]):
            continue
        placed, paths = ({name: getattr(slot, what) for name, slot in slots.items()} for what in ("placement", "path"))
        own = replace(bare, given=placed, slots=paths)
        yield from (replace(own, layout=layout) for layout in (ROWS, Layout("columns"), ONE_SAMPLE))


def _holds_more(arrays: Arrays, slots: list[Path]) -> bool:
    """Whether there are other numbers beside the weights: then it is a cell of another kind, such as one with peepholes."""
    return any(a.any() for path, a in arrays.items() if a.ndim and path not in slots and not says_gradient(path))


def fullest(ways: Sequence[Cell]) -> list[Cell]:
    """Those of the layout in which most gradients were found, the likelier first: going forward, what takes vectors may take rows."""
    counts = [len(way.results) + len(way.left) for way in ways]
    best = next((way.layout for way, count in zip(ways, counts) if count == max(counts)), None)
    return [way for way in ways if way.layout == best]


def gradients_named(way: Cell, arrays: Arrays, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Path]:
    """Gradients of weights that have slots, by names: `dW` of `W`."""
    found: dict[str, Path] = {}
    for weight, slot in way.slots.items():
        fitting = [(liking(path, weight, slot), path) for path, a in arrays.items() if a.shape == shapes[weight] and path != slot]
        named = [path for like, path in fitting if like <= NAMED_AFTER]
        found |= {weight: named[0]} if named else {}
    return found


def says_gradient(path: Path) -> bool:
    """Whether a path leads to what is kept as a gradient."""
    names = [plain(str(getattr(part, "key", part))) for part in path]
    return any("grad" in name or (name.startswith("d") and len(name) > 1) for name in names)


def with_divided(way: Cell, case: Case, pair: Pair, session: Session) -> Cell:
    """The same, knowing whether it divides the gradients of weights by the number of samples: one step tells."""
    if way.layout == ONE_SAMPLE or way.backward is None:
        return way
    one = unmasked(pair.make_case(case.settings, (len(case.x), 1, case.x.shape[-1]), Values(seed=8), "float64", True))
    right = pair.reference(one)
    told = replace(way, divided=True)
    loop = Loop(told, one, one.upstream(right["output"].shape))
    try:
        found = loop.read(session.run(loop.program))
    except (CandidateError, UnusableResultError):
        return way
    judged = [what for what in found if what.startswith("gradient of ") and what != "gradient of x" and what in right]
    fits = all(found[what].shape == right[what].shape and np.allclose(found[what], right[what], rtol=CLOSE, atol=CLOSE) for what in judged)
    return told if judged and fits else way
