"""Why a part differs: the diagnosis, and what its failing checks say by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from comparisons.checks.engine import CheckResult, Counterexample
from comparisons.diagnosis.diagnose import diagnose
from comparisons.diagnosis.evidence import observe
from comparisons.judging import Compared
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.reading import Reading
from comparisons.subjects.finding_row import Found
from comparisons.subjects.naming import names_of
from comparisons.subjects.single_samples import fails_for_one_sample
from comparisons.subjects.understanding import Understood

Numbers = list[tuple[Outcome | None, Outcome | None]]
"""The candidate's outcome and the reference's, example by example; None where one raised."""
CONTRADICTING = "loss-gradient-inconsistent"
OF_TIES = "as Keras does: the first of them gets it in a window, an equal share each of them in a whole image"


@dataclass(frozen=True)
class Causes:
    """What is wrong.

    Args:
        findings: the causes.
        region: where it differs as far as none of them explains it.
        reading: the way of calling the part under which they do.
    """

    findings: list[Found]
    region: str
    reading: Reading


def causes(understood: Understood, failing: Sequence[CheckResult], smallest: Counterexample | None) -> Causes:
    """The causes of what differs.

    Where several ways of calling a part fit equally badly, the first under which all its numbers are explained is the one.
    """
    assert understood.reading is not None
    found = understood.reading.adapter.own_causes(understood.pair) or fails_for_one_sample(understood.pair, failing)
    if found:
        return Causes(found, "", understood.reading)
    cases = [check.counterexample.case for check in failing if check.counterexample is not None]
    cases += [] if smallest is None else [smallest.case]
    tried: list[Causes] = []
    contradicting: list[Causes] = []
    numbers: list[Numbers] = []
    for reading in (understood.reading, *understood.others, *understood.less_likely):
        fitting = cases if reading.pair.name == understood.pair.name else []  # another part has other settings
        numbers.append(_numbers(reading.pair, fitting))
        if any(_same(numbers[-1], before) for before in numbers[:-1]):
            continue
        found, region = _diagnosed(reading.pair, understood, fitting)
        if reading not in (understood.reading, *understood.others) and _misled(reading, found):
            continue
        if found and not region and any(one.code == CONTRADICTING for one in found):
            contradicting.append(Causes(found, region, reading))  # unless both follow a convention when it is called another way
        elif found and not region and (not contradicting or all(one.kind == "C" for one in found)):
            return Causes(found, region, reading)
        if reading not in understood.less_likely:
            tried.append(Causes(found, region, reading))
    best = next((one for one in (*contradicting, *tried) if one.findings), tried[0])
    if not best.findings and not best.region:
        return replace(best, findings=list(_by_themselves(understood.pair, failing)))
    return best


def _misled(reading: Reading, found: Sequence[Found]) -> bool:
    """Whether all that is wrong is that the derivative was given the output, which was our idea: it is not right for the input."""
    return bool(getattr(reading.adapter, "of_output", False)) and any(one.code == "derivative-of-output" for one in found)


def _numbers(pair: Any, cases: Sequence[Case]) -> Numbers:
    """What both sides compute; a way of calling a part that changes none of it would be explained, or not, like another one."""
    mine = [observation.mine for observation in observe(pair.candidate, cases)]
    theirs = [observation.mine for observation in observe(pair.reference, cases)]
    return list(zip(mine, theirs))


def _same(these: Numbers, those: Numbers) -> bool:
    """Whether all of that is there, and alike to the last bit."""
    return bool(these) and len(these) == len(those) and all(map(_equal, chain(*these), chain(*those)))


def _equal(a: Outcome | None, b: Outcome | None) -> bool:
    return a is not None and b is not None and a.keys() == b.keys() and all(np.array_equal(a[k], b[k], equal_nan=True) for k in a)


def _diagnosed(pair: Any, understood: Understood, cases: Sequence[Case]) -> tuple[list[Found], str]:
    diagnosis = diagnose(pair, pair.candidate, cases, names=names_of(understood))
    found = [Found(f.code, f.kind, f.where, f.dtype, f.summary, f.fix) for f in diagnosis.findings]
    return found, diagnosis.region


def _only_where_not_finite(compared: Compared) -> bool:
    """Whether all that differs is not finite, while Keras is."""
    outside = compared.shares > 1
    return bool((~np.isfinite(compared.candidate[outside]) & np.isfinite(compared.reference[outside])).all())


def _by_themselves(pair: Any, failing: Sequence[CheckResult]) -> list[Found]:
    """What the name of the only failing check says."""
    names = {check.name for check in failing}
    dtype = failing[0].dtype
    places = [check.counterexample.compared for check in failing if check.counterexample is not None]
    overflowing = [p for p in places if p.candidate.size and p.candidate.shape == p.apart.shape and _only_where_not_finite(p)]
    if places and len(overflowing) == len(places):
        said = f"{overflowing[0].what}: not finite where Keras is: exp or a power overflows on the way"
        return [
            Found(
                "overflow",
                "D",
                overflowing[0].what,
                dtype,
                said,
                "shift before exp, or use a form that cannot overflow (np.tanh, logaddexp)",
            )
        ]
    raised = [check.error for check in failing if "OverflowError" in check.error]
    if raised and len(raised) == len(failing):
        return [Found("overflow", "D", "output", dtype, f"raises for large numbers: {raised[0]}", "use a form that cannot overflow")]
    if names <= {"shapes", "samples"}:
        return [Found("batch-of-one", "P", "output", dtype, "one sample alone comes out differently", "keep the batch axis: keepdims=True")]
    if names <= {"kinks"}:
        what = failing[0].counterexample.compared.what if failing[0].counterexample is not None else "gradient"
        if "MaxPooling" in pair.name:
            return [Found("pool-ties", "C", what, dtype, "another gradient where the largest entry is there several times", OF_TIES)]
        return [
            Found("kink-at-zero", "C", what, dtype, "another derivative exactly where it jumps", "use > in place of >=, or the reverse")
        ]
    return []
