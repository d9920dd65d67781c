"""Moving averages whose names say nothing, such as `self.mu`, known by what they do: training moves them, inference is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.layer_pair import STATE
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.places import Path, Slot
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in
from comparisons.subjects.conventions.placing import placements
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.worker import Call, CandidateError

MEAN, VARIANCE = STATE
TRIED = (1.0, 2.0, 3.0)


def averages_by_use(session: Session, layer: Layer, arrays: Arrays, case: Case) -> Mapping[str, Slot]:
    """Where both averages are; empty where that does not show.

    Args:
        session: where the layer lives.
        layer: how it is called, and where its other weights are.
        arrays: what an object holds before its first forward.
        case: an example.
    """
    if not layer.tells_mode or not case.given.keys() >= {MEAN, VARIANCE}:
        return {}
    try:
        moved = _moved(session, layer, arrays, case)
        uses = {slot.path: (slot, _use(session, layer, slot, case)) for slot in moved}
    except (CandidateError, KeyError):
        return {}
    means, variances, unused = ([slot for slot, use in uses.values() if use == wanted] for wanted in (MEAN, VARIANCE, ""))
    if len(uses) == len(unused) + 1 == len((MEAN, VARIANCE)):  # one that inference forgets
        means, variances = means or unused, variances or unused
    return {MEAN: means[0], VARIANCE: variances[0]} if len(means) == len(variances) == 1 else {}


def _moved(session: Session, layer: Layer, arrays: Arrays, case: Case) -> list[Slot]:
    """Arrays with a number for each feature that one forward in training changes."""
    program = replace(layer, backward=None, results={}).program(replace(case, training=True), case.x, case.x)
    program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
    after = arrays_in(session.run(program.steps)[-1])
    taken: set[Path] = {slot.path for slot in layer.slots.values()}
    shape = case.given[MEAN].shape
    found = []
    for path, a in arrays.items():
        placement = next(placements(shape, a.shape), None)
        if placement is not None and path not in taken and path in after and not np.array_equal(a, after[path]):
            found.append(Slot(path, placement))
    return found


def _use(session: Session, layer: Layer, slot: Slot, case: Case) -> str:
    """The average that it is in inference: a mean moves the output by as much as itself, a variance does not; empty for neither."""
    told = replace(layer, backward=None, results={}, slots={**layer.slots, MEAN: slot})
    outputs = []
    for value in TRIED:
        asked = replace(case, training=False, given={MEAN: np.full_like(case.given[MEAN], value)})
        program = told.program(asked, asked.x, asked.x)
        outputs.append(told.read(session.run(program.steps), program, asked)["output"])
    first, second = outputs[1] - outputs[0], outputs[2] - outputs[1]
    if not first.any() or not np.isfinite([first, second]).all():
        return ""
    return MEAN if np.allclose(first, second) else VARIANCE
