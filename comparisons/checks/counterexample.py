"""The smallest failing example as `result.json` has it: every face of the report is drawn from this alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from comparisons.checks.example import Example
from comparisons.checks.failure import Counterexample
from comparisons.checks.numerical import numerical_gradient
from comparisons.checks.script import script
from comparisons.diagnosis.patterns import constant_ratio, describe_ratio
from comparisons.judging import Compared
from comparisons.pairs.pair import Pair
from comparisons.tolerance import K

FEW = 3  # elements below which a constant ratio is no pattern


def counterexample_of(pair: Pair, found: Counterexample, *, check: str, who: str = "scratch") -> dict[str, Any]:
    """Inputs, both results, a more exact one where there is one, and how far they are apart; `who` is the candidate's name."""
    case, compared = found.case, found.compared
    arbiter, by = _third(pair, found)
    shares = np.zeros(0) if compared.problem else compared.shares
    return {
        "check": check,
        "what": compared.what,
        "problem": compared.problem,
        "settings": {name: repr(value) for name, value in case.settings.items()},
        "training": case.training,
        "dtype": case.dtype,
        "inputs": {name: a.tolist() for name, a in {**case.inputs, **case.given}.items()},
        "candidate": compared.candidate.tolist(),
        "reference": compared.reference.tolist(),
        "arbiter": None if arbiter is None else arbiter.tolist(),
        "arbiter_is": by,
        "shares": shares.tolist(),
        "allowed": float(np.max(compared.allowed, initial=0.0)),
        "factor": K,
        "outside": int((shares > 1).sum()),
        "elements": int(shares.size),
        "worst": _worst(compared, arbiter) if shares.size else None,
        "pattern": _pattern(compared, len(case.x) if case.x.ndim else 1, who) if shares.size >= FEW else "",
        "script": script(pair, found),
    }


def _third(pair: Pair, found: Counterexample) -> tuple[np.ndarray | None, str]:
    """A more exact value, or for a gradient the numerical one, and what it is."""
    compared, what = found.compared, found.compared.what
    if compared.exact is not None:
        return compared.exact, "a more exact evaluation"
    kind, _, name = what.rpartition(" of ")
    numerical = numerical_gradient(Example(pair, found.case), name) if kind == "gradient" and not compared.problem else None
    if numerical is None or numerical.shape != compared.candidate.shape:
        return None, ""
    return numerical, "the numerical derivative of the candidate's own output"


def _worst(compared: Compared, arbiter: np.ndarray | None) -> dict[str, Any]:
    """The element that uses most of its allowance."""
    shares = compared.shares
    at = np.unravel_index(int(shares.argmax()), shares.shape)
    return {
        "element": [int(i) for i in at],
        "candidate": float(compared.candidate[at]),
        "reference": float(compared.reference[at]),
        "arbiter": None if arbiter is None else float(arbiter[at]),
        "apart": float(compared.apart[at]),
        "allowed": float(compared.allowed[at]),
    }


def _pattern(compared: Compared, batch_size: int, who: str) -> str:
    ratio = constant_ratio(compared.candidate, compared.reference)
    return "" if ratio is None else describe_ratio(ratio, batch_size=batch_size, who=who)
