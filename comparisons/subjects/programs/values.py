"""Where a program has its loss and its outputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from comparisons.subjects.programs.arrays import Found
from comparisons.subjects.programs.factor import Factor, solved
from comparisons.subjects.programs.program import Batch, Recipe, labelled
from comparisons.subjects.programs.reference_step import ReferenceStep
from comparisons.subjects.programs.running import Pick, Wanted, run
from comparisons.subjects.programs.script import UnboundError
from comparisons.subjects.programs.understanding import Understanding
from comparisons.subjects.programs.words import role_of
from comparisons.subjects.worker import CandidateError


def loss_of(found: Understanding, reference: ReferenceStep, batches: Sequence[Batch]) -> Understanding:
    """With its loss: one that is a constant multiple of the reference's if there is any, else the first."""
    first: Wanted | None = None
    for wanted in _losses(found, batches[0]):
        ratios = {len(batch.x): _number(found, wanted, batch) / reference.loss(batch) for batch in batches}
        factor = solved(ratios, reference.classes)
        if factor is not None:
            return replace(found, loss=wanted, loss_factor=factor)
        first = first or wanted
    return replace(found, loss=first, loss_factor=Factor())


def outputs_of(found: Understanding, reference: ReferenceStep, batch: Batch) -> Understanding:
    """With its outputs, if it has a function for them: those like the reference's, else the first of their shape."""
    expected = reference.outputs(batch)
    first: Wanted | None = None
    forward = found.program.function("forward")
    recipes = [found.recipe] if any(call in forward for call in found.recipe.calls) and not found.whole_steps else []
    for recipe in [*recipes, *(Recipe((one,)) for one in forward)]:
        for call, one in _results(found, recipe, batch):
            value = as_rows(found, one.value)
            if value.shape == expected.shape and recipe.calls[call] in forward:
                wanted = Wanted(recipe, (Pick(call, one.path),))
                if np.allclose(value, expected, rtol=1e-6, atol=1e-9):
                    return replace(found, output=wanted)
                first = first or wanted
    return replace(found, output=first)


def as_rows(found: Understanding, outputs: object) -> np.ndarray:
    """Outputs with samples as rows; a vector is a column of them."""
    array = np.asarray(outputs)
    array = array.T if found.layout.columns and array.ndim == 2 else array
    return array[:, None] if array.ndim == 1 else array


def _losses(found: Understanding, batch: Batch) -> Iterator[Wanted]:
    """Every number that may be the loss: in what the step returns, and what functions for it return."""
    program = found.program
    functions = [one for one in program.function("loss") if one not in found.recipe.calls]
    recipes = [found.recipe, *(Recipe((one,)) for one in functions)]
    recipes += [Recipe((forward, one)) for forward in program.function("forward") for one in functions]
    known = {*(found.gradients.picks if found.gradients else ()), *(found.after or ())}
    for recipe in recipes:
        numbers = [(call, one) for call, one in _results(found, recipe, batch) if np.size(one.value) == 1]
        numbers = [(call, one) for call, one in numbers if recipe != found.recipe or Pick(call, one.path) not in known]
        called_so = [(call, one) for call, one in numbers if role_of(one.name) == "loss" or recipe.calls[call] in functions]
        for call, one in called_so or numbers[:1]:
            yield Wanted(recipe, (Pick(call, one.path),))


def _results(found: Understanding, recipe: Recipe, batch: Batch) -> list[tuple[int, Found]]:
    """Everything that its calls return."""
    wholes = tuple(Pick(call, ()) for call in range(len(recipe.calls)))
    try:
        (values,) = run(found.program, found.layout, batch, [Wanted(recipe, wholes)]).picked
    except (UnboundError, CandidateError):
        return []
    every = [(call, one) for call, (value, member) in enumerate(zip(values, recipe.calls)) for one in labelled(value, member)]
    return [(call, one) for call, one in every if isinstance(one.value, np.ndarray | int | float)]


def _number(found: Understanding, wanted: Wanted, batch: Batch) -> float:
    ((value,),) = run(found.program, found.layout, batch, [wanted]).picked
    return float(np.ravel(value)[0])
