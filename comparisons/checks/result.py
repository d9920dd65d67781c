"""The result of `parity check`, as `result.json` has it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import Any

import numpy as np

import comparisons
import reference
from comparisons.checks.counterexample import Counterexample
from comparisons.checks.engine import CheckResult
from comparisons.checks.verdicts import Component

VERDICTS = ("match", "convention", "deviation", "mismatch", "error", "unrecognised")


def result_of(components: Sequence[Component], *, seed: int) -> dict[str, Any]:
    """Everything the checks found."""
    rows = [_component(component) for component in components]
    return {
        "schema_version": 1,
        "command": "check",
        "environment": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            **reference.versions(),
            "parity": comparisons.__version__,
            "seed": seed,
        },
        "components": rows,
        "summary": {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS},
    }


def _component(component: Component) -> dict[str, Any]:
    pair = component.pair
    failing = next((check for check in component.checks if check.counterexample is not None), None)
    return {
        "subject": f"scratch.{pair.room}.{pair.name}",
        "name": pair.name,
        "kind": pair.kind,
        "reference": pair.reference_name,
        "convention": "scratch",
        "verdict": component.verdict,
        "findings": [_finding(check) for check in component.checks if not check.passed],
        "checks": [_check(check) for check in component.checks],
        "left_out": dict(component.left_out),
        "notes": component.notes,
        "missing": component.missing,
        "counterexample": None if failing is None else _counterexample(failing.counterexample),
        "specimen": None if failing is None else _counterexample(failing.specimen),
        "reproduce": f"parity check --only {pair.name} --examples {component.examples} --seed {component.seed}",
    }


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "name": check.name,
        "dtype": check.dtype,
        "examples": check.examples,
        "elements": check.elements,
        "headroom": check.headroom,
        "passed": check.passed,
        "skipped": check.skipped,
        "keras_less_exact": check.overruled,
    }


def _finding(check: CheckResult) -> dict[str, Any]:
    where = check.counterexample.compared.what if check.counterexample else check.name
    summary = check.error or (check.vacuous if check.counterexample is None else f"{check.name}: {where} differs from Keras")
    return {"code": "error" if check.error else "mismatch", "where": where, "dtype": check.dtype, "summary": summary, "fix": ""}


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    case, compared = found.case, found.compared
    return {
        "what": compared.what,
        "problem": compared.problem,
        "settings": {name: repr(value) for name, value in case.settings.items()},
        "training": case.training,
        "dtype": case.dtype,
        "inputs": {name: a.tolist() for name, a in {**case.inputs, **case.given}.items()},
        "candidate": compared.candidate.tolist(),
        "reference": compared.reference.tolist(),
        "allowed": float(np.max(compared.allowed, initial=0.0)),
    }
