"""Cells that are made with sizes, and keep weights and gradients of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.calls import Function, UnusableResultError
from comparisons.subjects.conventions.layers.cell import ROWWISE, Cell, Loop
from comparisons.subjects.conventions.layers.layouts import ONE_SAMPLE, ROWS, Layout
from comparisons.subjects.conventions.layers.makers import makers
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


def with_divided(way: Cell, case: Case, session: Session) -> Cell:
    """The same, knowing whether it divides the gradients of weights by the number of samples: then they are no sum over samples."""
    if way.layout == ONE_SAMPLE or way.backward is None:
        return way
    try:
        whole, *alone = (_gradients(way, part, session) for part in (case, *(case.with_x(row[None]) for row in case.x)))
    except (CandidateError, UnusableResultError):
        return way
    sums = {what: np.add.reduce([one[what] for one in alone]) for what in whole}
    fits = all(np.allclose(len(case.x) * whole[what], sums[what], rtol=CLOSE, atol=CLOSE) for what in whole)
    return replace(way, divided=True) if fits and any(a.any() for a in whole.values()) else way


def _gradients(way: Cell, case: Case, session: Session) -> Outcome:
    """Of the weights; every output has the upstream gradient 1."""
    loop = Loop(way, case, np.ones((*case.x.shape[:-1], case.settings["units"])))
    found = loop.read(session.run(loop.program))
    return {what: a for what, a in found.items() if what not in ROWWISE}
