"""One way to use a program, tried on a batch: what it finds, held against the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.subjects.programs.arrays import Found, gradients_among
from comparisons.subjects.programs.layout import Layout
from comparisons.subjects.programs.program import Batch, Program, Recipe, labelled
from comparisons.subjects.programs.running import HOME, Gradients, Pick, Wanted, run

ALIKE = 1e-5  # of a tensor's length, in float64: far above rounding, far below any other formula
NEAR = 0.5  # of a tensor's length: new weights are this near the old ones, gradients are not
MOSTLY_ALIKE, MOST = 1e-2, 0.9  # epsilon makes the steps of tiny gradients shorter
EVERYTHING: tuple[()] = ()


@dataclass(frozen=True)
class Trial:
    """What came of it.

    Args:
        recipe, layout: what was tried.
        gradients: where gradients are; None if it was a whole step.
        after: of a whole step, where the new weights are; None: where the old ones were.
        ratios: how many times the reference's each tensor is; None for one that is no multiple of it.
    """

    recipe: Recipe
    layout: Layout
    gradients: Gradients | None
    after: tuple[Pick, ...] | None
    ratios: tuple[float | None, ...]

    @property
    def ratio(self) -> float | None:
        """The ratio most tensors share; of equally many, that of the last one: errors travel backwards."""
        known = [ratio for ratio in reversed(self.ratios) if ratio is not None]
        return max(known, key=lambda ratio: sum(_same(ratio, other) for other in known), default=None)

    @property
    def alike(self) -> int:
        """How many tensors share it."""
        ratio = self.ratio
        return 0 if ratio is None else sum(other is not None and _same(ratio, other) for other in self.ratios)


def tried(program: Program, recipe: Recipe, layout: Layout, batch: Batch, reference: Sequence[np.ndarray]) -> Trial | None:
    """Try a recipe under a layout; None if it neither finds gradients nor takes a step.

    Args:
        reference: the gradients that the recipe should find.

    Raises:
        UnboundError: a function takes an argument that nobody can guess.
        CandidateError: it failed.
    """
    wholes = tuple(Pick(call, EVERYTHING) for call in range(len(recipe.calls)))
    ran = run(program, layout, batch, [Wanted(recipe, wholes)], after=None)
    old = layout.weights_out(batch.weights)
    results = list(reversed(list(enumerate(zip(ran.picked[0], recipe.calls)))))
    places = [(call, labelled(value, member)) for call, (value, member) in results]
    stepped = any(not np.array_equal(new, _as_stored(before, new)) for new, before in zip(ran.weights, old))
    if stepped:
        return _trial(recipe, layout, batch, reference, ran.weights, None, None)
    for call, found in places:
        arrays = gradients_among(found, program.names, [w.shape for w in old])
        if arrays is None:
            continue
        picks = tuple(Pick(call, one.path) for one in arrays)
        values = [one.value for one in arrays]
        slopes = _trial(recipe, layout, batch, reference, values, _gradients(picks, arrays, ran.picked[0][call]), None)
        weights = _trial(recipe, layout, batch, reference, values, None, picks)
        near = all(_near(value, before) for value, before in zip(values, old))
        return max(slopes, weights, key=lambda trial: (trial.alike, (trial is weights) == near))
    return _left_behind(program, recipe, layout, batch, reference)


def _left_behind(program: Program, recipe: Recipe, layout: Layout, batch: Batch, reference: Sequence[np.ndarray]) -> Trial | None:
    """Gradients that a call left in the object."""
    arrays = gradients_among(
        [one for one in program.lying_about() if one.name.lower().startswith(("d", "g", "nabla"))],
        program.names, [w.shape for w in layout.weights_out(batch.weights)],
    )  # fmt: skip
    if arrays is None:
        return None
    picks = tuple(Pick(HOME, one.path) for one in arrays)
    return _trial(recipe, layout, batch, reference, [one.value for one in arrays], _gradients(picks, arrays, None), None)


def _gradients(picks: tuple[Pick, ...], arrays: Sequence[Found], returned: object) -> Gradients:
    return Gradients(picks, tuple(one.name for one in arrays), returned)


def _trial(
    recipe: Recipe, layout: Layout, batch: Batch, reference: Sequence[np.ndarray], arrays: Sequence[Any],
    gradients: Gradients | None, after: tuple[Pick, ...] | None,
) -> Trial:  # fmt: skip
    shapes = [g.shape for g in reference]
    mine = layout.weights_in([np.asarray(a, "float64") for a in arrays], shapes)
    if gradients is None:
        mine = [(before - new) / batch.rate for before, new in zip(batch.weights, mine, strict=True)]
    return Trial(recipe, layout, gradients, after, tuple(_ratio(a, b) for a, b in zip(mine, reference, strict=True)))


def _ratio(mine: np.ndarray, reference: np.ndarray) -> float | None:
    """How many times the reference it is; None if it is no multiple."""
    length = float(np.linalg.norm(mine))
    if not 0 < length < np.inf or not np.any(reference):
        return None
    ratio = float(np.vdot(mine, reference) / np.vdot(reference, reference))
    return ratio if np.linalg.norm(mine - ratio * reference) <= ALIKE * length else _ratio_of_signs(mine, reference)


def _ratio_of_signs(mine: np.ndarray, reference: np.ndarray) -> float | None:
    """The first step of Adam and its relatives goes as far for every weight, whatever the gradient's size."""
    far = np.abs(mine)
    usual = float(np.median(far[reference != 0]))
    alike = np.abs(far - usual) <= MOSTLY_ALIKE * usual
    same_way = np.sign(mine) == np.sign(reference)
    return usual if usual > 0 and (alike | (reference == 0)).mean() > MOST and same_way.all() else None


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-4 * abs(b)


def _as_stored(before: np.ndarray, new: Any) -> np.ndarray:
    return before.reshape(np.shape(new)) if before.size == np.size(new) else before


def _near(new: Any, before: np.ndarray) -> bool:
    """Whether this is a weight a small step later; a bias that was 0 is not, so biases must not be 0."""
    return np.size(new) == before.size and bool(np.linalg.norm(np.reshape(new, before.shape) - before) < NEAR * np.linalg.norm(before))
