"""The program's own update, if it has one that is plain gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.subjects.programs.arrays import gradients_among
from comparisons.subjects.programs.program import Batch, labelled
from comparisons.subjects.programs.reference_step import ReferenceStep
from comparisons.subjects.programs.running import Pick, update
from comparisons.subjects.programs.script import UnboundError
from comparisons.subjects.programs.understanding import Understanding, Update
from comparisons.subjects.worker import CandidateError, Member

CLOSE = 1e-6


def own_update(found: Understanding, reference: ReferenceStep, batch: Batch) -> Understanding:
    """With the update it has beside its gradients; or with a note why that is left out."""
    if found.gradients is None:
        return found
    for member in found.program.function("update"):
        found.program.renew()  # the tracks give gradients to objects that have seen none
        try:
            after = _after(found, member, reference, batch)
            first = _moved(found, member, reference, batch, after)
            second = _moved(found, member, reference, batch, after)
        except (UnboundError, CandidateError):
            continue
        if any(not np.allclose(a, b, rtol=CLOSE) for (a, _), (b, _) in zip(first, second)):
            return replace(found, notes=(*found.notes, f"{member.name} remembers earlier steps: its gradients drive the optimizer instead"))
        if not any(np.allclose(np.abs(a), np.abs(b), rtol=CLOSE) for a, b in first):
            return replace(
                found, notes=(*found.notes, f"{member.name} is no plain gradient descent: its gradients drive the optimizer instead")
            )
        return replace(found, update=Update(member, after))
    return found


def _after(found: Understanding, member: Member, reference: ReferenceStep, batch: Batch) -> tuple[Pick, ...] | None:
    """Where the new weights are: in what the update returns, unless they are where they were put."""
    if _changed(found, batch, _updated(found, member, reference, batch, None)):
        return None
    (returned,) = _updated(found, member, reference, batch, (Pick(0, ()),))
    program = found.program
    arrays = gradients_among(labelled(returned, member), program.names, [w.shape for w in found.layout.weights_out(batch.weights)])
    if arrays is None:
        raise UnboundError("what it returns")
    return tuple(Pick(0, one.path) for one in arrays)


def _changed(found: Understanding, batch: Batch, weights: Sequence[Any]) -> bool:
    return any(not np.array_equal(np.ravel(a), np.ravel(b)) for a, b in zip(weights, found.layout.weights_out(batch.weights)))


def _moved(
    found: Understanding, member: Member, reference: ReferenceStep, batch: Batch, after: tuple[Pick, ...] | None
) -> list[tuple[np.ndarray, np.ndarray]]:
    """(how far each weight moved, how far plain gradient descent moves it)."""
    new = found.layout.weights_in(_updated(found, member, reference, batch, after), reference.shapes)
    return [(w - a, batch.rate * g) for w, a, g in zip(batch.weights, new, reference.gradients(batch))]


def _updated(found: Understanding, member: Member, reference: ReferenceStep, batch: Batch, after: Sequence[Pick] | None) -> list[Any]:
    assert found.gradients is not None
    return update(
        found.program, found.layout, member, found.gradients,
        weights=batch.weights, gradients=reference.gradients(batch), rate=batch.rate, after=after,
    )  # fmt: skip
