"""Ways to understand a part, and the choice between them: by what it computes on probes, not by what it is called.

Probes have sizes that differ from each other (4 samples of 3, then 5 of 3) and values without zeros or ties, so that a sum and a mean,
rows and columns, or an output and an input cannot be mistaken for each other.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from comparisons.checks.example import Example, SideError
from comparisons.diagnosis.patterns import constant_ratio
from comparisons.judging import judge
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.adapted_pair import FATAL, adapted, offering, telling_settings
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import CandidateError

PROPORTIONAL = 0.6  # worth of a quantity that is right up to a factor
HOPELESS = 1e6  # times the allowance for rounding: no noise that could be measured makes up for that
SHAPED = 0.1  # of one that has the right shape
SIZED = 0.05  # of one that has the right shape but for its height and width


@dataclass(frozen=True)
class Reading:
    """One way to understand a part, weighed.

    Args:
        pair: the part in the candidate's place of a pair.
        grades: how right each quantity is on the probes: 1 for entirely.
        problem: why it could not be called this way; else None.
        place: how many ways names make likelier.
    """

    pair: Any
    grades: dict[str, float]
    problem: CandidateError | UnusableResultError | None = None
    place: int = 0

    @property
    def adapter(self) -> Adapter:
        """How it is called."""
        return self.pair.manner.adapter

    @property
    def exact(self) -> bool:
        """Whether everything it computes is right on the probes."""
        return bool(self.grades) and all(grade == 1 for grade in self.grades.values())

    @property
    def is_proved(self) -> bool:
        """Whether its output alone says what a part without a telling name is, so that what goes back has to fit.

        Not of a softmax, whose way back takes the labels as often as a gradient; and whatever keeps its numbers is a Flatten.
        """
        others = self.grades.keys() - {"output"}
        return self.grades.get("output") == 1 and bool(others) and self.pair.name not in ("softmax", "log_softmax", "Flatten")

    @property
    def works(self) -> bool:
        """Whether it computes something that has the shape it should have, and need not prove more."""
        return any(self.grades.values()) and (self.exact or not self.adapter.has_to_be_right)

    @property
    def weight(self) -> tuple[bool, bool, bool, int, bool, float]:
        """What readings are compared by: those that work, then those entirely right, then as much as possible right.

        Of two with as much right, the one whose output is: a gradient is proportional to many.
        """
        grades = list(self.grades.values())
        right = self.grades.get("output") == 1
        decided = right and self.adapter.output_decides
        return self.works, self.exact, decided, sum(grade == 1 for grade in grades), right, float(np.mean(grades)) if grades else 0.0


def weighed(base: Pair, adapters: Iterable[Adapter], session: Session) -> list[Reading]:
    """Every way to call a part that was tried, the best first.

    An entirely right one ends the search, and so does a tier in which one works.

    Args:
        base: what it may be.
        adapters: the ways, the likeliest first.
        session: where it lives.
    """
    found: list[Reading] = []
    for _, tier in groupby(sorted(adapters, key=lambda adapter: adapter.tier), key=lambda adapter: adapter.tier):
        for adapter in tier:
            found.append(replace(_weigh(adapted(base, adapter, session)), place=len(found)))
            if found[-1].exact or (found[-1].problem is not None and getattr(found[-1].problem, "kind", "") in FATAL):
                return _sorted(found)
        if any(reading.works for reading in found):
            break
    return _sorted(found)


def _sorted(found: list[Reading]) -> list[Reading]:
    return sorted(found, key=lambda reading: reading.weight, reverse=True)


def probes(pair: Pair) -> list[Case]:
    """Two examples: their batches differ in size, and nothing in them is alike."""
    own = pair.manner.adapter.probe_case(pair)  # type: ignore[attr-defined]
    if own is not None:
        return [own]
    settings = telling_settings(pair)
    specimen = pair.specimen("float64", {}, training=True)
    values = replace(specimen.values, seed=specimen.values.seed + 1, decimals=4)
    sizes = pair.specimen_sizes()
    return [specimen, pair.make_case(settings, (sizes[0] + 1, *sizes[1:]), values, "float64", specimen.training)]


def _weigh(pair: Any) -> Reading:
    reading = _weigh_on(pair, probes(pair))
    second = pair.manner.adapter.second_probe(pair) if reading.problem is not None else None
    if second is None:
        return reading
    other = _weigh_on(pair, [second])
    return replace(other, grades={what: min(grade, SHAPED) for what, grade in other.grades.items()}) if other.problem is None else reading


def _weigh_on(pair: Any, cases: Sequence[Case]) -> Reading:
    grades: dict[str, list[float]] = {}
    for probe in cases:
        case = probe
        try:
            mine = pair.candidate(case.copied())
            if pair.manner.narrow:
                case = case.in_dtype("float32")
                mine = pair.candidate(case.copied())
        except (CandidateError, UnusableResultError) as problem:
            return Reading(pair, {}, problem)
        theirs = pair.reference(case)
        for what in theirs:
            if what in mine:
                grades.setdefault(what, []).append(_grade(pair, case, what, mine, theirs))
    offers = pair.manner.adapter.quantities() or frozenset(grades)
    return Reading(offering(pair, offers), {what: min(grade) for what, grade in grades.items()})


def _grade(pair: Any, case: Case, what: str, mine: Outcome, theirs: Outcome) -> float:
    """1 for right, something less for nearly."""
    if mine[what].shape != theirs[what].shape:
        return SIZED if getattr(pair.manner.adapter, "missized", False) else 0.0
    compared = judge(what, mine[what], theirs[what], dtype=case.dtype)
    if not compared.passed and compared.headroom < HOPELESS:
        example = Example(pair, case)
        example.candidate, example.reference = mine, theirs
        with contextlib.suppress(SideError):
            compared = example.judge(what)
    share = float(np.mean(compared.shares <= 1)) if compared.shares.size else 1.0
    if share == 1:
        return 1.0
    ratio = constant_ratio(mine[what], theirs[what])
    told = ratio is not None and (mine[what].size > 1 or _is_telling(ratio, case))
    return SHAPED + (1 - SHAPED) * max(share, PROPORTIONAL if told else 0.0) * 0.99


def _is_telling(ratio: float, case: Case) -> bool:
    """Whether the ratio of two single numbers is one that sums, means and halves make."""
    batch, width = len(case.x) if case.x.ndim else 1, case.x.shape[-1] if case.x.ndim else 1
    factors = (a * b * c for a in (1, batch, 1 / batch) for b in (1, width, 1 / width) for c in (1, 2, 0.5, -1))
    return any(abs(ratio / factor - 1) < 1e-6 for factor in factors)


def tied(readings: Sequence[Reading]) -> list[Reading]:
    """Those that nothing tells from the best."""
    return [reading for reading in readings if reading.weight == readings[0].weight]
