"""Looks for the simplest causes that reproduce what a candidate computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from comparisons.diagnosis.evidence import Evidence, Observation, Remembered
from comparisons.diagnosis.explanation import Bound, Cause, Explanation, Model, applied
from comparisons.diagnosis.solving import solutions

AT_MOST = 3  # findings that together account for a candidate
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
    bases: Sequence[Model]
    observations: Sequence[Observation]
    wrong: frozenset[str]
    _models: dict[tuple[Cause, int], Remembered] = field(default_factory=dict)

    def accounts(self) -> list[Account]:
        """Every explanation that reproduces something that is wrong, the simplest first."""
        return [account for bound in self.bounds if (account := self.account((bound,))).covers]

    def accounts_of_two(self, what: str) -> Iterator[Account]:
        """Two explanations that together reproduce a quantity that none does alone."""
        speaking = [bound for bound in self.plain if self._speaks_about(bound, what)]
        for first, second in combinations(speaking, 2):
            for cause in ((first, second), (second, first)):
                if first.code != second.code and self.reproduces(cause, what):
                    yield self.account(cause)
                    break

    @cached_property
    def plain(self) -> list[Bound]:
        """Explanations without a number, or with one that people use."""
        return [bound for explanation in self.explanations for bound in _known(explanation)]

    @cached_property
    def bounds(self) -> list[Bound]:
        """The same, and with numbers that were solved for where no known one does."""
        found: list[Bound] = []
        for explanation in self.explanations:
            known = list(_known(explanation))
            found += known
            if explanation.parameter is not None and not any(self.account((bound,)).covers for bound in known):
                found += [Bound(explanation, number) for what in sorted(self.wrong) for number in self._solved(explanation, what)]
        return found

    def account(self, cause: Cause) -> Account:
        """What a cause reproduces, and what it would spoil."""
        offered = self.offered
        if any(need not in offered for bound in cause for need in bound.explanation.needs):
            return Account(cause, frozenset())
        covers = frozenset(what for what in self.wrong if self.reproduces(cause, what))
        spoils = frozenset(what for what in offered - self.wrong if not self.reproduces(cause, what)) if covers else frozenset()
        return Account(cause, covers, spoils, self.hits(covers))

    @cached_property
    def offered(self) -> frozenset[str]:
        """Quantities that the candidate has."""
        return frozenset(what for observation in self.observations for what in observation.mine or {})

    def reproduces(self, cause: Cause, what: str) -> bool:
        """Whether the candidate's numbers are those of the cause on every example, upon one of the bases."""
        return any(self._all_of(self._model(cause, number), what) for number in range(len(self.bases)))

    def hits(self, covered: frozenset[str]) -> int:
        """Numbers among those reproduced that Keras has otherwise."""
        return sum(int(self.outside(observation, what).sum()) for what in covered for observation in self.observations)

    def outside(self, observation: Observation, what: str) -> np.ndarray:
        """Where Keras has other numbers."""
        if observation.mine is None or what not in observation.mine:
            return np.zeros(0, dtype=bool)
        compared = self.evidence.with_keras(observation, what)
        return np.ones(np.shape(observation.mine[what]), dtype=bool) if compared.problem else compared.shares > 1

    def _all_of(self, model: Remembered, what: str) -> bool:
        seen = False
        for observation in self._telling(what):
            if observation.mine is None or what not in observation.mine:
                continue
            compared = self.evidence.with_model(model, observation, what)
            if compared is None or not compared.passed:
                return False
            seen = True
        return seen

    def _telling(self, what: str) -> list[Observation]:
        """Those first in which Keras differs: they refute soonest."""
        return self._sorted.setdefault(what, sorted(self.observations, key=lambda o: not self.outside(o, what).any()))

    @cached_property
    def _sorted(self) -> dict[str, list[Observation]]:
        return {}

    def _model(self, cause: Cause, base: int) -> Remembered:
        if (cause, base) not in self._models:
            self._models[cause, base] = Remembered(applied(cause, self.evidence.pair, self.bases[base]))
        return self._models[cause, base]

    def _speaks_about(self, bound: Bound, what: str) -> bool:
        """Whether it changes the quantity at all."""
        for observation in self._telling(what)[:2]:
            mistaken, right = self._model((bound,), 0)(observation.case), self._model((), 0)(observation.case)
            if mistaken is not None and right is not None and what in mistaken and not _same(mistaken[what], right.get(what)):
                return True
        return False

    def _solved(self, explanation: Explanation, what: str) -> Iterator[float]:
        for observation in self._telling(what)[:2]:
            for base in self.bases[:1]:
                yield from solutions(explanation, self.evidence.pair, base, observation, what)


def _known(explanation: Explanation) -> Iterator[Bound]:
    if explanation.parameter is None:
        yield Bound(explanation)
    else:
        yield from (Bound(explanation, number) for number in explanation.parameter.known)


def _same(a: np.ndarray, b: np.ndarray | None) -> bool:
    return b is not None and np.shape(a) == np.shape(b) and bool(np.array_equal(a, b, equal_nan=True))
