"""What was asked for, and what was found out about one part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comparisons.checks.engine import CheckResult, Counterexample
from comparisons.subjects.finding.load import Target
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import LeftAlone
from comparisons.subjects.understanding import Understood
from comparisons.subjects.worker import CandidateError


@dataclass(frozen=True)
class Wishes:
    """What was asked for.

    Args:
        examples: of every check in float64; a third of them in float32.
        seed: of the examples.
        dtypes: floating types.
        accepted: codes that do not count against a part.
        of_each: the same for one part, by `target:name`.
        asked_dtype: floating types were asked for, so that another one in a result counts.
    """

    examples: int = 40
    seed: int = 0
    dtypes: tuple[str, ...] = ("float64", "float32")
    accepted: frozenset[str] = frozenset()
    of_each: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked_dtype: bool = False


@dataclass
class Examined:
    """One part, examined.

    Args:
        subject: `net.py:sigmoid`.
        understood: what it was taken for.
        checks: what they found.
        findings: causes and side effects.
        counterexample: the smallest example on which it differs.
        specimen: a richer one.
        region: where it differs as far as nothing explains it.
        problem: why it could not be examined.
        message: why nothing could be paired with it, or with how it goes back.
        failing: the check that the counterexample is of.
        shown_by: the pair that the counterexample is of, if not the part as it is understood.
        explained: whether the findings explain what differs.
        notes: what else is worth telling.
        worker: the process it ran in.
        seconds: how long it took.
        called: what was called beside the part itself, in words.
    """

    subject: str
    target: Target
    understood: Understood
    checks: list[CheckResult] = field(default_factory=list)
    findings: list[Found] = field(default_factory=list)
    counterexample: Counterexample | None = None
    specimen: Counterexample | None = None
    region: str = ""
    problem: CandidateError | None = None
    message: str = ""
    failing: str = ""
    shown_by: Any = None
    explained: bool = True
    notes: list[str] = field(default_factory=list)
    worker: Any = None
    seconds: float = 0.0
    called: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Of the part."""
        return self.understood.sighting.name

    @property
    def is_nothing(self) -> bool:
        """Whether it only looked as if it might be a part."""
        sighting = self.understood.sighting
        return self.understood.reading is None and (not sighting.named or sighting.cell) and self.problem is None

    @property
    def left_alone(self) -> LeftAlone:
        """The same as something that was left alone."""
        return self.understood.sighting.left_alone(self.message)

    @property
    def verdict(self) -> str:
        """One of the six."""
        counting = [found for found in self.findings if found.counts]
        if self.problem is not None:
            return "error"
        if self.understood.reading is None:
            return "unrecognised"
        if self.region or not self.explained:
            return "mismatch"
        if any(found.kind in "DP" for found in counting):
            return "deviation"
        if self.message:
            return "unrecognised"
        return "convention" if counting else "match"
