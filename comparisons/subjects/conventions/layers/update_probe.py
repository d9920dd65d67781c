"""Whether a layer's own update is plain gradient descent as far as one can see: tried once, with everything that it holds looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.places import Path, Program, Slot, shown
from comparisons.subjects.conventions.layers.results import liking
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in
from comparisons.subjects.conventions.layers.update_check import GRADIENT, UPDATE
from comparisons.subjects.conventions.layers.updating import Updating
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.worker import Call, CandidateError, Write

ABSENT = re.compile(r"AttributeError: .* has no attribute '(\w+)'")
OWN = 1
"""How well the name of an attribute fits a weight's gradient that says whose it is."""
SAME = 1e-9  # relative
NOT_TWICE = "it does something else the second time"


@dataclass(frozen=True)
class Tried:
    """What came of it.

    Args:
        changed: weights that are not as they were.
        why_not: why it is no plain gradient descent; empty if it may be.
        problem: what it raised, where that is its own mistake.
    """

    changed: frozenset[str] = frozenset()
    why_not: str = ""
    problem: CandidateError | None = None


def places_of_weights(layer: Layer, pair: Any, session: Session) -> dict[str, Slot] | None:
    """Where a layer keeps its weights: also those that its constructor is handed; None if one is nowhere."""
    if not layer.given:
        return dict(layer.slots)
    case = pair.specimen("float64", {}, training=True)
    program = replace(layer, backward=None, results={}).program(case, case.x, case.x)
    program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
    held, weights = arrays_in(session.run(program.steps)[-1]), layer.weights(case)
    found = dict(layer.slots)
    for weight, placement in layer.given.items():
        path = next((path for path, a in held.items() if np.array_equal(a, placement.put(weights[weight]))), None)
        if path is None:
            return None
        found[weight] = Slot(path, placement)
    return found


def tried(pair: Any) -> Tried:
    """One update on the specimen, and the same once more.

    Args:
        pair: the layer with its update.
    """
    way, session = pair.manner.adapter, pair.manner.session
    case = pair.specimen("float64", {}, training=True)
    dy = case.upstream(np.shape(pair.manner.reference(case, pair.manner.base.reference)["output"]))
    if way.inside:
        try:
            return Tried(frozenset(way.kept), "" if _repeats(way, case, dy, way.program(case, case.x, dy), session) else NOT_TWICE)
        except (CandidateError, UnusableResultError) as problem:
            return Tried(why_not=str(problem))
    program = way.gone_back(case, case.x, dy)
    before = program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
    once = way.updated(program, case)
    after = once.append(Call(f"{HELPERS}.arrays_of", (once.owner,)))
    try:
        results = session.run(once.steps)
        present = [name for name in way.kept if f"after {name}" in once.places]
        changed = frozenset(name for name in present if not np.array_equal(*_both(results, once, name)))
        kept = _kept(way, arrays_in(results[before]), arrays_in(results[after]))
        if kept:
            return Tried(why_not=f"it changes {', '.join(map(shown, kept))} as well")
        if all(np.shape(a) == np.shape(b) for a, b in (_both(results, once, name) for name in present)) and not _repeats(
            way, case, dy, once, session
        ):
            return Tried(why_not=NOT_TWICE)
    except CandidateError as problem:
        return _raised(way, problem)
    except UnusableResultError as problem:
        return Tried(why_not=str(problem))
    return Tried(changed)


def _both(results: Sequence[Any], program: Program, weight: str) -> tuple[Any, Any]:
    """A weight before and after."""
    return results[program.places[f"before {weight}"]], results[program.places[f"after {weight}"]]


def _kept(way: Updating, before: Arrays, after: Arrays) -> list[Path]:
    """Arrays that changed beside the weights, their other names and the gradients, and are not only set back to 0."""
    known = {slot.path for slot in way.kept.values()}
    weights = [after[path] for path in known if path in after]
    known |= {where.path for where in way.results.values() if where.path}
    changed = [path for path, a in after.items() if path not in known and not (path in before and np.array_equal(before[path], a))]
    return [path for path in changed if after[path].any() and not any(np.array_equal(after[path], w) for w in weights)]


def _repeats(way: Updating, case: Case, dy: np.ndarray, once: Program, session: Session) -> bool:
    """Whether the same weights change by the same, as far as their gradients are the same, when they are updated once more."""
    again = replace(once, places=dict(once.places))
    weights = way.weights(case)
    for weight, slot in way.kept.items():
        if weight in weights:
            again.append(Write(again.owner, slot.path, slot.placement.put(weights[weight])))
    twice = way.call_both(again, case, case.x, dy)
    results = session.run(twice.steps)
    first, second = (way.read(results, program, case) for program in (once, twice))
    return all(_alike(what, first, second) for what in first if what.startswith(UPDATE))


def _alike(what: str, first: Mapping[str, np.ndarray], second: Mapping[str, np.ndarray]) -> bool:
    """The same update; or by a gradient that has added up in between, that much more."""
    gradient, a, b = GRADIENT + what.removeprefix(UPDATE), first[what], second[what]
    if a.shape != b.shape:
        return False
    ones, size = np.ones(a.shape), float(np.abs(a).max(initial=0.0))
    by, of = (outcome.get(gradient, ones) for outcome in (first, second))
    if by.shape != a.shape or of.shape != a.shape:
        by, of = ones, ones
    room = SAME * size * max(float(np.abs(by).max(initial=0.0)), float(np.abs(of).max(initial=0.0)))
    return bool((np.abs(a * of - b * by) <= room).all() or (np.abs(a - b) <= SAME * size).all())


def _raised(way: Updating, problem: CandidateError) -> Tried:
    """Its own mistake, unless it lacks what somebody else may have to provide."""
    absent = ABSENT.search(problem.message)
    outside = "NotImplementedError" in problem.message or "NoneType" in problem.message
    if absent is not None:
        own = [liking((absent[1],), weight, slot.path) <= OWN for weight, slot in way.kept.items()]
        roots = {str(path[0]).lower() for path in (*(s.path for s in way.kept.values()), *(w.path for w in way.results.values())) if path}
        outside = not any(own) and absent[1].lower() not in roots
    return Tried(why_not=f"it raised {problem.message}") if outside else Tried(problem=problem)
