"""Why a part differs: the diagnosis, and what its failing checks say by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparisons.checks.engine import CheckResult, Counterexample
from comparisons.subjects.finding_row import Found
from comparisons.subjects.naming import names_of
from comparisons.subjects.understanding import Understood

try:
    from comparisons.diagnosis.diagnose import diagnose
except ImportError:  # the catalogue of explanations is not part of this installation
    diagnose = None  # type: ignore[assignment]


def causes(understood: Understood, failing: Sequence[CheckResult], smallest: Counterexample | None) -> tuple[list[Found], str]:
    """(findings, where it differs as far as none of them explains it).

    Where several ways of calling a part fit equally badly, the first under which its numbers are explained is the one.
    """
    assert understood.reading is not None
    found = understood.reading.adapter.own_causes(understood.pair)
    if found:
        return found, ""
    region = ""
    for reading in (understood.reading, *understood.others):
        found, region = _diagnosed(reading.pair, understood, failing, smallest)
        if found:
            break
    if not found and not region:
        found = list(_by_themselves(failing))
    return found, "" if found and not region else region


def _diagnosed(
    pair: object, understood: Understood, failing: Sequence[CheckResult], smallest: Counterexample | None
) -> tuple[list[Found], str]:
    if diagnose is None:
        return [], ""
    cases = [check.counterexample.case for check in failing if check.counterexample is not None]
    cases += [] if smallest is None else [smallest.case]
    diagnosis = diagnose(pair, pair.candidate, cases, names=names_of(understood))  # type: ignore[attr-defined]
    found = [Found(f.code, f.kind, f.where, f.dtype, f.summary, f.fix) for f in diagnosis.findings]
    return found, diagnosis.region


def _by_themselves(failing: Sequence[CheckResult]) -> list[Found]:
    """What the name of the only failing check says."""
    names = {check.name for check in failing}
    dtype = failing[0].dtype
    if names <= {"special values"}:
        places = [check.counterexample.compared for check in failing if check.counterexample is not None]
        bad = [p for p in places if p.candidate.size and not np.isfinite(p.candidate).all() and np.isfinite(p.reference).all()]
        if bad:
            what = bad[0].what
            return [Found("overflow", "D", what, dtype, f"{what}: not finite where Keras is", "shift before exp: exp(x - max(x))")]
    if names <= {"shapes", "samples"}:
        return [Found("batch-of-one", "P", "output", dtype, "one sample alone comes out differently", "keep the batch axis: keepdims=True")]
    if names <= {"kinks"}:
        what = failing[0].counterexample.compared.what if failing[0].counterexample is not None else "gradient"
        return [
            Found("kink-at-zero", "C", what, dtype, "another derivative exactly where it jumps", "use > in place of >=, or the reverse")
        ]
    return []
