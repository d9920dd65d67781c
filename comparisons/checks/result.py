"""The result of `parity check`, as `result.json` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comparisons.checks import CHECKS
from comparisons.checks.counterexample import counterexample_of
from comparisons.checks.curve import curves_of
from comparisons.checks.engine import CheckResult
from comparisons.checks.verdicts import Component
from comparisons.environment import environment

VERDICTS = ("match", "convention", "deviation", "mismatch", "error", "unrecognised")
SENTENCES = {check.name: check.sentence for check in CHECKS}
CURVES_IN = ("float32", "float64")  # the first that was checked: in float32 instability shows


def result_of(components: Sequence[Component], *, seed: int, versions: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the checks found; `versions` are those of Keras and TensorFlow if they are not the installed ones."""
    return result_of_rows([component_of(component) for component in components], seed=seed, versions=versions)


def result_of_rows(rows: Sequence[dict[str, Any]], *, seed: int, versions: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The same of parts that are rows already."""
    return {
        "schema_version": 1,
        "command": "check",
        "environment": environment(seed, versions),
        "components": list(rows),
        "summary": {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS},
    }


def component_of(component: Component) -> dict[str, Any]:
    """One part."""
    pair = component.pair
    checks = [_check(component, check) for check in component.checks]
    return {
        "subject": f"scratch.{pair.room}.{pair.name}",
        "name": pair.name,
        "kind": pair.kind,
        "reference": pair.reference_name,
        "convention": "scratch",
        "verdict": component.verdict,
        "headroom": component.headroom,
        "findings": [_finding(check) for check in component.checks if _fails(component, check)],
        "checks": checks,
        "left_out": dict(component.left_out),
        "notes": component.notes,
        "missing": component.missing,
        "counterexample": next((check["counterexample"] for check in checks if check["counterexample"] and not check["expected"]), None),
        "specimen": _specimen(component),
        "curves": _curves(component),
        "reproduce": f"parity check --only {pair.name} --examples {component.examples} --seed {component.seed}",
    }


def _specimen(component: Component) -> dict[str, Any] | None:
    """The first failure on a richer example, where patterns show: in an array of one entry everything is a constant ratio."""
    failing = next((check for check in component.checks if _fails(component, check) and check.counterexample is not None), None)
    if failing is None or failing.specimen is None or failing.specimen.compared.problem:
        return None
    return counterexample_of(component.pair, failing.specimen, check=failing.name)


def _curves(component: Component) -> list[dict[str, Any]]:
    checked = {check.dtype for check in component.checks}
    dtype = next((dtype for dtype in CURVES_IN if dtype in checked), None)
    return [] if dtype is None else curves_of(component.pair, dtype)


def _fails(component: Component, check: CheckResult) -> bool:
    """Whether it fails though it should not."""
    return not check.passed and check.name not in component.expected_failures


def _check(component: Component, check: CheckResult) -> dict[str, Any]:
    found = check.counterexample
    shown = None if found is None else counterexample_of(component.pair, found, check=check.name)
    return check_row(check, expected=component.expected_failures.get(check.name, ""), counterexample=shown)


def check_row(
    check: CheckResult, *, expected: str = "", counterexample: dict[str, Any] | None = None, sentence: str = ""
) -> dict[str, Any]:
    """One check as `result.json` has it.

    Args:
        check: what it found.
        expected: why it is known to fail; empty if it is not.
        counterexample: what is shown of its example.
        sentence: the property, of a check that is none of the registry's.
    """
    return {
        "name": check.name,
        "dtype": check.dtype,
        "sentence": SENTENCES.get(check.name, sentence),
        "examples": check.examples,
        "elements": check.elements,
        "headroom": check.headroom,
        "passed": check.passed,
        "skipped": check.skipped,
        "keras_less_exact": check.overruled,
        "expected": expected,
        "error": check.error,
        "vacuous": check.vacuous if check.counterexample is None and not check.error else "",
        "counterexample": counterexample,
    }


def _finding(check: CheckResult) -> dict[str, Any]:
    where = check.counterexample.compared.what if check.counterexample else check.name
    summary = check.error or (check.vacuous if check.counterexample is None else f"{check.name}: {where} differs from Keras")
    return {"code": "error" if check.error else "mismatch", "where": where, "dtype": check.dtype, "summary": summary, "fix": ""}
