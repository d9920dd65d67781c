"""Looks for the simplest causes that reproduce what a candidate computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, islice, product

import numpy as np

from comparisons.diagnosis.alike import CLEARLY, LikeTheFirst
from comparisons.diagnosis.bases import Base
from comparisons.diagnosis.evidence import FAR, Evidence, Observation, how_far
from comparisons.diagnosis.explanation import Bound, Cause, Explanation, applied, known
from comparisons.diagnosis.remembered import Remembered
from comparisons.diagnosis.solving import solutions
from comparisons.judging import distance
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome

AT_MOST = 3  # findings that together account for a candidate
USUAL = 4  # numbers of an explanation are tried together with another one
OF_VALUE = "value-formula"
"""Whose value is right writes none wrongly, whatever the derivative of a wrong one happens to equal."""
TELLING = 3  # numbers that differ from Keras and that an explanation has to hit; 4 if it leaves a number open


@dataclass
class Account:
    """A cause with the quantities that it reproduces everywhere.

    Args:
        cause: one explanation, or two together.
        covers: the quantities.
        spoils: quantities that are right although the cause says that they are not.
        hits: how many numbers it has reproduced where Keras has others.
    """

    cause: Cause
    covers: frozenset[str]
    spoils: frozenset[str] = frozenset()
    hits: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """Of its explanations."""
        return tuple(bound.code for bound in self.cause)

    @property
    def free(self) -> int:
        """How many numbers could be chosen."""
        return sum(bound.number is not None for bound in self.cause)


@dataclass
class Search:
    """All explanations of a pair against some observations.

    Args:
        evidence: how to compare.
        explanations: those that make sense for the pair, the simplest first.
        bases: models that are right, Keras first.
        observations: what the candidate did; those that raised say nothing here.
        wrong: quantities that none of the bases reproduces.
    """

    evidence: Evidence
    explanations: Sequence[Explanation]
    bases: Sequence[Base]
    observations: Sequence[Observation]
    wrong: frozenset[str]
    _models: dict[tuple[Cause, int], Remembered] = field(default_factory=dict)
    _upon: dict[tuple[Cause, str], int] = field(default_factory=dict)

    def accounts(self) -> list[Account]:
        """Every explanation that reproduces something that is wrong, the simplest first."""
        return [account for bound in self.bounds if (account := self.account((bound,))).covers]

    def accounts_of_two(self, what: str) -> Iterator[Account]:
        """Two explanations that together reproduce a quantity that none does alone; the second builds upon the first.

        What is right must be so under them as well: of many pairs one may happen to make the number that is wrong.
        """
        speaking = [bound for bound in self.plain if bound.explanation.combines and self._speaks_about(bound, what)]
        whole = [bound for bound in speaking if self._is_whole(bound, what)]
        changes = [bound for bound in speaking if bound not in whole]
        for cause in chain(combinations(changes, 2), product(whole, changes)):
            if cause[0].code == cause[1].code or not self.reproduces(cause, what):
                continue
            account = self.account(cause)
            if account.hits >= TELLING and not account.spoils:
                yield account

    def _is_whole(self, bound: Bound, what: str) -> bool:
        """Whether it is a formula of its own, which asks no model."""

        def nothing(case: Case) -> Outcome:
            raise LookupError

        mine = Remembered(bound.applied(self.evidence.pair, nothing))
        return any(mine(observation.case) is not None for observation in self._telling(what)[:2])

    @cached_property
    def plain(self) -> list[Bound]:
        """Explanations without a number, or with one of those that people use most."""
        return [bound for explanation in self.explanations for bound in islice(known(explanation), USUAL)]

    @cached_property
    def bounds(self) -> list[Bound]:
        """The same, and with numbers that were solved for where no known one does."""
        found: list[Bound] = []
        for explanation in self.explanations:
            usual = list(known(explanation))
            found += usual
            if explanation.parameter is not None and not any(self.account((bound,)).covers for bound in usual):
                found += [Bound(explanation, number) for what in sorted(self.wrong) for number in self._solved(explanation, what)]
        return found

    def account(self, cause: Cause) -> Account:
        """What a cause reproduces, and what it would spoil."""
        offered = self.offered
        if not all(offered.issuperset(b.explanation.needs) and offered.isdisjoint(b.explanation.lacks) for b in cause):
            return Account(cause, frozenset())
        covers = frozenset(what for what in self.wrong if self.reproduces(cause, what))
        if covers != self.wrong and any(bound.explanation.whole for bound in cause):
            return Account(cause, frozenset())
        spoils = (
            frozenset(what for what in offered - self.wrong if self._changes(cause, what) and not self.reproduces(cause, what))
            if covers
            else frozenset()
        )
        if "output" in spoils and any(bound.code == OF_VALUE for bound in cause):
            return Account(cause, frozenset())
        return Account(cause, covers, spoils, self.hits(cause, covers))

    @cached_property
    def offered(self) -> frozenset[str]:
        """Quantities that the candidate has."""
        return frozenset(what for observation in self.observations for what in observation.mine or {})

    def _changes(self, cause: Cause, what: str) -> bool:
        """Whether the cause makes something else of a quantity than what is right."""
        for observation in self.observations:
            mistaken, right = self._model(cause, 0)(observation.case), self._model((), 0)(observation.case)
            if mistaken is not None and what in mistaken and (right is None or not _same(mistaken[what], right.get(what))):
                return True
        return False

    def reproduces(self, cause: Cause, what: str) -> bool:
        """Whether the candidate's numbers are those of the cause on every example, upon one of the bases."""
        far = first = 0.0
        for number, base in enumerate(self.bases):
            if (base.near and far > FAR) or (first > CLEARLY and self._like_the_first.everywhere(number, what)):
                continue
            refuted = self._refuted(self._model(cause, number), what)
            if refuted is None:
                self._upon[cause, what] = number
                return True
            far, first = max(far, refuted), first if number else refuted
        return False

    def hits(self, cause: Cause, covered: frozenset[str]) -> int:
        """Numbers among those reproduced that Keras has otherwise, and that tell the two apart; counted no further than is enough.

        A cause that rounding moves so far that Keras's numbers would be its own as well has proved nothing.
        """
        for differs in (self._roughly, self.outside):
            found = 0
            for what, observation in product(covered, self.observations):
                differing = differs(observation, what)
                found += int((differing & self._told_apart(cause, observation, what)).sum()) if differing.any() else 0
                if found >= TELLING:
                    return found
        return found

    def _told_apart(self, cause: Cause, observation: Observation, what: str) -> np.ndarray:
        """Where Keras's number is none that the cause would be allowed."""
        by_keras = self.evidence.with_keras(observation, what)
        by_cause = self.evidence.with_model(self._model(cause, self._upon[cause, what]), observation, what)
        if by_keras.problem or by_cause is None or by_cause.allowed.shape != by_keras.candidate.shape:
            return np.ones(np.shape((observation.mine or {})[what]), dtype=bool)
        apart = distance(by_keras.candidate, by_keras.reference)
        return np.isnan(apart) | (apart > by_cause.allowed)

    def outside(self, observation: Observation, what: str) -> np.ndarray:
        """Where Keras has other numbers."""
        if observation.mine is None or what not in observation.mine:
            return np.zeros(0, dtype=bool)
        compared = self.evidence.with_keras(observation, what)
        return np.ones(np.shape(observation.mine[what]), dtype=bool) if compared.problem else compared.shares > 1

    def only_not_finite(self, what: str) -> bool:
        """Whether nothing is wrong with a quantity but that it is infinite or no number where Keras's is finite."""
        found = False
        for observation in self.observations:
            wrong = self.outside(observation, what)
            if not wrong.any():
                continue
            compared = self.evidence.with_keras(observation, what)
            if compared.problem or np.isfinite(compared.candidate[wrong]).any() or not np.isfinite(compared.reference[wrong]).all():
                return False
            found = True
        return found

    def _roughly(self, observation: Observation, what: str) -> np.ndarray:
        there = observation.mine is not None and what in observation.mine
        return self.evidence.roughly(observation, what) if there else np.zeros(0, dtype=bool)

    def _refuted(self, model: Remembered, what: str) -> float | None:
        """None if the model has the candidate's numbers; else how far it is from them."""
        seen = False
        for observation in self._telling(what):
            if observation.mine is None or what not in observation.mine:
                continue
            compared = self.evidence.with_model(model, observation, what)
            if compared is None or not compared.passed:
                return how_far(compared, observation.case.dtype, updated=self.evidence.pair.kind == "optimizer")
            seen = True
        return None if seen else float("inf")

    def _telling(self, what: str) -> list[Observation]:
        """Those first in which Keras differs, the smaller the sooner: they refute at the least cost."""
        if what not in self._sorted:
            self._sorted[what] = sorted(self.observations, key=lambda o: (not self._roughly(o, what).any(), o.size))
        return self._sorted[what]

    @cached_property
    def _like_the_first(self) -> LikeTheFirst:
        seen = [observation.case for observation in self.observations if observation.mine is not None]
        return LikeTheFirst(lambda number: self._model((), number), seen)

    @cached_property
    def _sorted(self) -> dict[str, list[Observation]]:
        return {}

    def _model(self, cause: Cause, base: int) -> Remembered:
        if (cause, base) not in self._models:
            upon = self.bases[base]
            mistaken = applied(cause, self.evidence.pair, upon.model)
            self._models[cause, base] = Remembered(lambda case: mistaken(upon.case(case)))
        return self._models[cause, base]

    def _speaks_about(self, bound: Bound, what: str) -> bool:
        """Whether it changes the quantity at all: a factor N or C does so only where that is not 1."""
        telling = self._telling(what)
        for observation in [*telling[:2], *sorted(telling[2:], key=lambda o: -o.case.x.size)[:2]]:
            mistaken, right = self._model((bound,), 0)(observation.case), self._model((), 0)(observation.case)
            if mistaken is not None and right is not None and what in mistaken and not _same(mistaken[what], right.get(what)):
                return True
        return False

    def _solved(self, explanation: Explanation, what: str) -> Iterator[float]:
        for observation in sorted(self._telling(what), key=lambda o: -int(self._roughly(o, what).sum()))[:2]:
            yield from solutions(explanation, self.evidence.pair, self.bases[0].model, observation, what)


def _same(a: np.ndarray, b: np.ndarray | None) -> bool:
    return b is not None and np.shape(a) == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))
