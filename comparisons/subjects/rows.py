"""Examined parts as `result.json` has them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from comparisons.checks.counterexample import counterexample_of
from comparisons.checks.curve import curves_of
from comparisons.checks.engine import Counterexample
from comparisons.checks.result import VERDICTS, check_row
from comparisons.environment import environment
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.update_check import CHECK, UPDATE
from comparisons.subjects.conventions.tape.blame import blamed
from comparisons.subjects.examined import Examined
from comparisons.subjects.finding.load import Target
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import LeftAlone
from comparisons.subjects.naming import names_of
from comparisons.subjects.pointing import argument_of, line_of, line_within
from comparisons.subjects.scripts import script_of
from comparisons.subjects.worker import CandidateError


def result_of(
    rows: Sequence[Mapping[str, Any]], targets: Sequence[Mapping[str, Any]], *, settings: Mapping[str, Any],
    versions: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The whole result.

    Args:
        rows: one a part.
        targets: what was looked at, with what was left out and left alone.
        settings: what was asked for.
        versions: of Keras and TensorFlow; None for those that are installed.
    """
    return {
        "schema_version": 1,
        "command": "check",
        "environment": environment(settings["seed"], versions),
        "settings": dict(settings),
        "targets": list(targets),
        "components": list(rows),
        "summary": {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS},
    }


def target_row(
    target: Target, left_alone: Sequence[LeftAlone], isolation: str, shims: Sequence[str], *, chosen: bool = False
) -> dict[str, Any]:
    """What was looked at; `chosen` if parts of it were asked for by name, so that others were not to be checked."""
    return {
        "name": target.source.name,
        "chosen": chosen,
        "left_out": list(target.source.left_out),
        "left_alone": [_left_alone(target, alone) for alone in left_alone],
        "isolation": isolation,
        "shims": list(shims),
    }


def _left_alone(target: Target, alone: LeftAlone) -> dict[str, Any]:
    place = "" if alone.line is None else target.place(alone.line)
    return {"name": alone.name, "why": alone.why, "place": place, "goes_back": alone.goes_back, "named": alone.named}


def row_of(examined: Examined, *, reproduce: str) -> dict[str, Any]:
    """One part."""
    reading = examined.understood.reading
    pair = None if reading is None else reading.pair
    worker = examined.worker
    return {
        "subject": examined.subject,
        "target": examined.target.source.name,
        "name": examined.name,
        "kind": "" if pair is None else pair.kind,
        "reference": None if pair is None else pair.reference_name,
        "convention": None if reading is None else reading.adapter.convention,
        "called": [] if reading is None else [*reading.adapter.details, *examined.called],
        "verdict": examined.verdict,
        "headroom": max((check.headroom for check in examined.checks), default=0.0),
        "findings": [*_errors(examined), *(_finding(examined, found) for found in examined.findings)],
        "checks": [check_row(check, sentence=CHECK.sentence if check.name == CHECK.name else "") for check in examined.checks],
        "counterexample": _counterexample(examined, examined.counterexample),
        "specimen": _counterexample(examined, examined.specimen),
        "source": source_of(examined, _definition(examined)),
        "region": examined.region,
        "notes": [*examined.notes, *(_note(found) for found in examined.findings if not found.counts)],
        "missing": examined.message,
        "shims": list(worker.shims),
        "isolation": worker.isolation,
        "curves": _curves(examined),
        "reproduce": reproduce,
    }


def broken_row(target: Target, problem: CandidateError, *, reproduce: str) -> dict[str, Any]:
    """A target that could not be executed at all, as one part."""
    file = {"file": target.source.name, "line": problem.line, "text": target.line(problem.line)} if problem.line else None
    finding = {"code": _code_of(problem), "kind": "", "where": "import", "dtype": "", "summary": str(problem), "fix": "", "source": file}
    name = target.source.name
    return {
        "subject": name, "target": name, "name": name, "kind": "", "reference": None, "convention": None, "verdict": "error",
        "findings": [finding], "checks": [], "counterexample": None, "specimen": None, "source": file, "region": "", "notes": [],
        "missing": "", "shims": [], "isolation": "", "curves": [], "reproduce": reproduce,
    }  # fmt: skip


def source_of(examined: Examined, line: int | None) -> dict[str, Any] | None:
    """A place in the candidate's file."""
    target = examined.target
    if line is None or not target.line(line):
        return None
    return {"file": target.source.name, "line": line, "text": target.line(line), "place": target.place(line)}


def _definition(examined: Examined) -> int | None:
    member = examined.understood.sighting.members[0]
    return member.line


def _code_of(problem: CandidateError) -> str:
    return "uses-framework" if problem.kind == "framework" else "error"


def _errors(examined: Examined) -> list[dict[str, Any]]:
    problem = examined.problem
    if problem is None:
        return []
    kind = "P" if problem.kind == "framework" else ""
    place = source_of(examined, problem.line)
    return [
        {"code": _code_of(problem), "kind": kind, "where": "call", "dtype": "", "summary": str(problem), "fix": "", "source": place}
    ]  # fmt: skip


def _finding(examined: Examined, found: Found) -> dict[str, Any]:
    line = _line_of(examined, found.where, found.code)
    row = {name: getattr(found, name) for name in ("code", "kind", "where", "dtype", "summary", "fix", "note", "accepted")}
    argument = argument_of(examined.understood.sighting, found.where) if found.code == "mutates-input" else ""
    if argument:
        row["fix"] = f"work on a copy: {argument} = {argument}.copy()"
    return row | {"source": None if found.note else source_of(examined, line)}


def _note(found: Found) -> str:
    return f"{found.code}: {found.summary}" + (" (accepted)" if found.accepted else "")


def _line_of(examined: Examined, where: str, code: str = "") -> int | None:
    """The line of what a finding, or a difference, is about."""
    if examined.understood.reading is None:
        return line_of(examined.understood.sighting, where, code=code)
    names, roles = _names_at(examined, where), names_of(examined.understood)
    place = examined.understood.reading.adapter.place_of(where.partition(",")[0])
    return line_of(examined.understood.sighting, where, names, code=code, roles=roles, place=place)


def _names_at(examined: Examined, where: str) -> list[str]:
    """What the candidate calls the quantities of a finding."""
    known = names_of(examined.understood)
    quantities = [what.strip() for what in where.split(",")]
    roles = [what.removeprefix("state ") for what in quantities if "state " in what]
    roles += [what.removeprefix("gradient of ") + " gradient" for what in quantities if "gradient of" in what]
    if examined.understood.reading is not None and examined.understood.reading.adapter.convention == "self-updating":
        roles = [role.removesuffix(" gradient") for role in roles]  # of which there is none but the weight's step
    roles += [what.removeprefix(UPDATE) for what in quantities if what.startswith(UPDATE)]
    return [known[role] for role in roles if role in known]


def _counterexample(examined: Examined, found: Counterexample | None) -> dict[str, Any] | None:
    if found is None or examined.understood.reading is None:
        return None
    pair = examined.shown_by or examined.understood.pair
    row = counterexample_of(pair, found, check=examined.failing, who=examined.name)
    row["upstream"] = _upstream(pair, found)
    row["source"] = source_of(examined, _line_of_operation(examined) or _line_of(examined, found.compared.what))
    told = pair.manner.adapter.settings(pair)
    row["settings"] = {name: value for name, value in row["settings"].items() if name in told or pair.kind in ("optimizer", "tape")}
    session = pair.manner.session
    with session.recorded() as programs, contextlib.suppress(CandidateError, UnusableResultError):  # the script shows what it raises
        pair.candidate(found.case.copied())
    names = [member.path.partition(".")[0] for member in examined.understood.sighting.members]
    row["script"] = script_of(examined.target, names, programs, found)
    return row


def _line_of_operation(examined: Examined) -> int | None:
    """Where the operation of a tape is that is wrong; None for other parts, and where that is not clear."""
    pair = examined.understood.pair
    operation = blamed(pair) if pair.kind == "tape" else ""
    return line_within(examined.understood.sighting, operation, pair.manner.adapter.grad) if operation else None


def _upstream(pair: Any, found: Counterexample) -> Any:
    """The upstream gradient of the example, where a gradient differs that depends on it."""
    if pair.kind not in ("activation", "layer") or not found.compared.what.startswith(("gradient of", UPDATE)) or found.compared.problem:
        return None
    return found.case.upstream(pair.manner.base.reference(found.case)["output"].shape).tolist()  # also of a derivative alone


def _curves(examined: Examined) -> list[dict[str, Any]]:
    if examined.understood.reading is None or examined.problem is not None or not examined.checks:
        return []
    return curves_of(examined.understood.pair, "float32" if any(check.dtype == "float32" for check in examined.checks) else "float64")
