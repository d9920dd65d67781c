"""Whether what a layer's weights change by is a learning rate times a gradient: of Adam in a layer it is not, nor of clipped gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.places import Where
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import CandidateError

SCALES = (1.0, 2.0, 3.0)
"""Of the upstream gradient: a gradient grows as it does; with weight decay, evenly."""
EVEN = 1e-6
TOLD = ("learning rate", "optimizer")
"""Roles by which it takes the rate."""


def with_steps_that_tell(session: Session, going: Layer, probe: Probe) -> Layer:
    """The same without the gradients of weights that only a step could tell and does not."""
    steps = {what: where for what, where in going.results.items() if where.step}
    if not steps or (_is_told(going) and _even(session, replace(going, results=steps), probe)):
        return going
    others: Mapping[str, Where] = {what: where for what, where in going.results.items() if not where.step}
    return replace(going, results=others, own_rule=True)


def _is_told(going: Layer) -> bool:
    """Whether it is told the rate."""
    called = (going.maker, *going.preparations, *([going.backward] if going.backward else []))
    return any(role in TOLD for function in called for role in (*function.roles, *function.keywords.values()))


def _even(session: Session, going: Layer, probe: Probe) -> bool:
    """Whether what is taken for gradients grows evenly with the upstream gradient, and is no mere sign."""
    case, dy = probe.case, probe.case.upstream(probe.output)
    found: list[Outcome] = []
    try:
        for scale in SCALES:
            program = going.program(case, case.x, scale * dy)
            outcome = going.read(session.run(program.steps), program, case)
            found.append({what: a for what, a in outcome.items() if what in going.results})
    except (CandidateError, UnusableResultError):
        return True  # whatever it is, it is for the probe to say
    for first, second, third in ([each[what] for each in found] for what in found[0]):
        largest = max(np.abs(third).max(initial=0), np.abs(first).max(initial=0))
        if not np.abs(third - 2 * second + first).max(initial=0) <= EVEN * largest:
            return False
        if first.size > 1 and np.ptp(np.abs(first)) <= EVEN * largest and np.abs(third - first).max() <= EVEN * largest:
            return False
    return True
