"""What a sample is told, and the grade for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from comparisons.subjects.examined import Examined, Wishes
from comparisons.subjects.finding.load import load_targets
from comparisons.subjects.worker import CandidateError
from tests.examination.samples import Sample
from tests.subjects.looking import examined

NOTED = ("weight-layout",)  # is told, and the part matches all the same
GRADES = ("named", "unknown", "wrong", "error")


@dataclass(frozen=True)
class Answer:
    """What came of one sample.

    Args:
        sample: its name.
        grade: `named`, the right codes and no other; `wrong`, a code that is not true; `error`, parity itself gave up or the part
            could not be called; `unknown`, anything else.
        codes: all that were told.
        conventions: how the guilty parts were called.
        verdicts: of every part, by name.
        region: where it differs as far as nothing explains it.
    """

    sample: str
    grade: str
    codes: tuple[str, ...]
    conventions: tuple[str, ...]
    verdicts: Mapping[str, str]
    region: str

    def row(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


def answer_for(sample: Sample, *, seed: int = 0, examples: int = 12) -> Answer:
    """Examine a sample as `parity check` does."""
    wishes = Wishes(examples=examples, seed=seed, asked_dtype=sample.code == "dtype-drift")  # a note unless types are asked for
    try:
        parts = examined(load_targets(str(sample.path))[0], wishes)
    except CandidateError as problem:  # not even its import works
        codes = frozenset({"uses-framework"} if problem.kind == "framework" else ())
        return Answer(sample.name, "named" if codes == sample.codes else "error", tuple(codes), (), {}, str(problem))
    codes = frozenset(code for part in parts.values() for code in _codes(part, noted=sample.code in NOTED))
    guilty = [part for part in parts.values() if part.verdict != "match"]
    return Answer(
        sample.name,
        _grade(sample, codes, guilty),
        tuple(sorted(codes)),
        tuple(sorted({part.understood.reading.adapter.convention for part in guilty if part.understood.reading is not None})),
        {name: part.verdict for name, part in parts.items()},
        "; ".join(part.region or part.message or str(part.problem) for part in guilty if part.region or part.message or part.problem),
    )


def _codes(part: Examined, *, noted: bool) -> list[str]:
    framework = part.problem is not None and part.problem.kind == "framework"
    return [found.code for found in part.findings if found.counts or (noted and found.code in NOTED)] + ["uses-framework"] * framework


def _grade(sample: Sample, codes: frozenset[str], guilty: list[Examined]) -> str:
    if codes - sample.codes:
        return "wrong"
    if codes == sample.codes and not any(part.verdict in ("mismatch", "unrecognised") for part in guilty):
        return "named"
    return "error" if any(part.problem is not None for part in guilty) else "unknown"
