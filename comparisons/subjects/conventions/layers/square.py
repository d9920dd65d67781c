"""A backward that raises because a transpose is missing: on square weights it runs, and gives the transposed result away."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.judging import judge
from comparisons.pairs.case import Values
from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.discovery import explored_on
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.worker import CandidateError

SIDE = 3
FIXES = {"gradient of x": "dx = dy @ W.T", "gradient of kernel": "dW = x.T @ dy"}


def missing_transpose(sighting: Sighting, pair: Any, session: Session) -> list[Found]:
    """The finding, where as many outputs as inputs show it; for Dense."""
    if pair.name != "Dense" or not sighting.is_class:
        return []
    base = pair.manner.base
    settings = {name: values[0] for name, values in base.varied().items()} | {"units": SIDE, "activation": None, "use_bias": True}
    case = base.make_case(settings, (SIDE + 1, SIDE), Values(seed=7), "float64", True)
    right = base.reference(case)
    probe = Probe(case, right["output"].shape, {"kernel": case.inputs["kernel"], "bias": case.inputs["bias"]})
    transposed = _transposed(case.x, case.inputs["kernel"], case.upstream(right["output"].shape))
    for adapter in explored_on(sighting, base, session, probe):
        if adapter.unhandled:
            continue
        try:
            mine = adapter.outcome(session, case, lambda: right)
        except (CandidateError, UnusableResultError):
            continue
        found = [
            _found(what)
            for what, value in transposed.items()
            if what in mine and _same(mine, what, value) and not _same(mine, what, right[what])
        ]
        if found:
            return found
    return []


def _transposed(x: np.ndarray, kernel: np.ndarray, dy: np.ndarray) -> Outcome:
    return {"gradient of x": dy @ kernel, "gradient of kernel": dy.T @ x}


def _same(mine: Outcome, what: str, value: np.ndarray) -> bool:
    return judge(what, mine[what], value, dtype="float64").passed


def _found(what: str) -> Found:
    said = f"the {what} raises unless there are as many outputs as inputs; then it is that of the transposed kernel"
    return Found("missing-transpose", "D", what, "float64", said, FIXES[what])
