"""Runs the calls of a program and reads what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from comparisons.subjects.programs.arrays import Parts, part_at, replaced
from comparisons.subjects.programs.layout import Layout
from comparisons.subjects.programs.program import Batch, Place, Program, Recipe
from comparisons.subjects.programs.script import Script
from comparisons.subjects.worker import Item, Member, Ref, Set, Write

HOME = -1


class Pick(NamedTuple):
    """Where a value is: in the result of a recipe's call (counted from 0), or in the object (`HOME`)."""

    call: int
    path: Parts


class Wanted(NamedTuple):
    """A recipe, and what is read of its results."""

    recipe: Recipe
    picks: tuple[Pick, ...]


class Ran(NamedTuple):
    """What was read: for each recipe its picks, and the weights in the end."""

    picked: list[list[Any]]
    weights: list[Any]


class Gradients(NamedTuple):
    """Where gradients are after a recipe.

    Args:
        picks: for each weight.
        labels: what the function that returns them calls them.
        returned: what its call returned, when it was tried.
    """

    picks: tuple[Pick, ...]
    labels: tuple[str, ...]
    returned: Any


def run(program: Program, layout: Layout, batch: Batch, wanted: Sequence[Wanted], after: Sequence[Pick] | None = ()) -> Ran:
    """Put weights in, make the calls, read.

    Args:
        program, layout: what is run, and how.
        batch: weights, data, learning rate.
        wanted: recipes in order.
        after: where the weights are in the end: picks of the last recipe; None for where they were put; nothing to read if empty.

    Raises:
        UnboundError: a function takes an argument that nobody can guess.
        CandidateError: it failed.
    """
    script, places = program.started(layout, batch)
    indices = []
    refs: list[Ref] = []
    for recipe, picks in wanted:
        refs = program.called(script.again(), recipe)
        indices.append([_read(script, program, refs, pick) for pick in picks])
    last = _read_weights(script, program, refs, places, after)
    results = program.worker.run(script.steps)
    return Ran([[results[index] for index in some] for some in indices], [results[index] for index in last])


def update(
    program: Program, layout: Layout, member: Member, given: Gradients, *, weights: Sequence[np.ndarray], gradients: Sequence[np.ndarray],
    rate: float, after: Sequence[Pick] | None,
) -> list[Any]:  # fmt: skip
    """The weights after the program's own update by given gradients, all of it as it lays things out.

    Args:
        member: the update.
        given: where the program has its gradients.
        weights, gradients: as Keras lays them out.
        rate: learning rate.
        after: where the new weights are; None for where they were put.
    """
    script = Script(roles={"rate": rate, "once": 1})
    places = program.begin(script, layout.weights_out(weights), rate)
    _give(script, program, given, layout.weights_out(gradients))
    program.before_update(script, member)
    ref = script.call(member, program.target(member))
    last = _read_weights(script, program, [ref], places, after)
    program.after_update(script)
    results = program.worker.run(script.steps)
    return [results[index] for index in last]


def _give(script: Script, program: Program, given: Gradients, arrays: Sequence[np.ndarray]) -> None:
    """Have the arrays where the program's update looks for its gradients."""
    refs = {}
    for pick, label, array in zip(given.picks, given.labels, arrays, strict=True):
        array = np.ascontiguousarray(array, program.dtype)
        if pick.call == HOME:
            assert program.home is not None
            in_place = isinstance(pick.path[-1], Item)  # others may hold it too; an attribute is bound anew by every backward pass
            script.add((Write if in_place else Set)(program.home, pick.path, array))
        else:
            refs[pick.path] = script.names[label] = script.put(array)
    if refs:
        prefix = _common(list(refs))
        inner = {path[len(prefix) :]: ref for path, ref in refs.items()}
        script.roles["gradients"] = script.put(replaced(part_at(given.returned, prefix), inner))


def _common(paths: Sequence[Parts]) -> Parts:
    """The beginning that all paths share, at most all but their last part."""
    shortest = min(paths, key=len)[:-1]
    return next((shortest[:n] for n in range(len(shortest), 0, -1) if all(path[:n] == shortest[:n] for path in paths)), ())


def _read(script: Script, program: Program, refs: Sequence[Ref], pick: Pick) -> int:
    if pick.call == HOME:
        assert program.home is not None
        return script.read(program.home, pick.path)
    return script.read(refs[pick.call], pick.path)


def _read_weights(
    script: Script, program: Program, refs: Sequence[Ref], places: Sequence[Place], after: Sequence[Pick] | None
) -> list[int]:  # fmt: skip
    if after is None:
        return [script.read(*place) for place in places]
    return [_read(script, program, refs, pick) for pick in after]
