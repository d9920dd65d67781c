"""What a candidate computed, and whether a model computes the same."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.checks.example import Example
from comparisons.checks.updates import updates
from comparisons.diagnosis.explanation import Model
from comparisons.judging import Compared, distance, judge, largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.tolerance import allowance

HOPELESS = 1e4  # times what the reference may be off: no rounding explains that, so none is measured


@dataclass(frozen=True, eq=False)
class Observation:
    """One example and what the candidate made of it.

    Args:
        case: the example.
        mine: the outcome; None if it raised.
        problem: what it raised.
    """

    case: Case
    mine: Outcome | None
    problem: str = ""


def observe(candidate: Callable[[Case], Outcome], cases: Sequence[Case]) -> list[Observation]:
    """Ask the candidate, each time with copies."""
    return [_observed(candidate, case) for case in cases]


def _observed(candidate: Callable[[Case], Outcome], case: Case) -> Observation:
    try:
        with np.errstate(all="ignore"):
            return Observation(case, dict(candidate(case.copied())))
    except Exception as problem:  # whatever somebody's code raises is an observation
        return Observation(case, None, f"{type(problem).__name__}: {problem}")


class Remembered:
    """A model that computes every example once; None where it raised."""

    def __init__(self, model: Model) -> None:
        self.model, self._known = model, dict[int, tuple[Case, Outcome | None]]()

    def __call__(self, case: Case) -> Outcome | None:
        if id(case) not in self._known:
            self._known[id(case)] = case, self._computed(case)
        return self._known[id(case)][1]

    def known(self, case: Case) -> Outcome:
        """The same, for where it has to be one."""
        found = self(case)
        if found is None:
            raise ValueError("the model does not fit the example")
        return found

    def _computed(self, case: Case) -> Outcome | None:
        try:
            with np.errstate(all="ignore"):
                return {what: _in_dtype(np.asarray(a), case.dtype) for what, a in self.model(case).items()}
        except Exception:  # a formula that does not fit an example, or TensorFlow's errors, which have no common base
            return None


def _in_dtype(a: np.ndarray, dtype: str) -> np.ndarray:
    """Formulas may compute in longer types than the example has."""
    return a.astype(dtype) if a.dtype.kind == "f" and a.dtype != dtype else a


class Evidence:
    """A pair, and the comparison of observations with models of it.

    Args:
        pair: what the candidate should be.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.keras = Remembered(pair.reference)
        self._examples: dict[int, tuple[Case, Example]] = {}

    def with_keras(self, observation: Observation, what: str) -> Compared:
        """By the rule that checks go by, third opinion included."""
        example = self._example(observation)
        if what not in example.reference:
            return judge(what, example.candidate[what], np.zeros(0), dtype=observation.case.dtype)
        if self.pair.kind == "optimizer":
            return self._updated(self.pair, observation, what)
        return example.judge(what)

    def with_model(self, model: Remembered, observation: Observation, what: str) -> Compared | None:
        """By the rounding noise of the model itself; None if it says nothing about this."""
        case, mine, theirs = observation.case, observation.mine, model(observation.case)
        if mine is None or theirs is None or what not in theirs:
            return None
        if np.shape(mine[what]) != np.shape(theirs[what]):
            return judge(what, mine[what], theirs[what], dtype=case.dtype)
        if self._hopeless(observation, what, theirs[what]):
            return judge(what, mine[what], theirs[what], dtype=case.dtype)
        pair = in_place_of_keras(self.pair, model)
        if self.pair.kind == "optimizer":
            return self._updated(pair, observation, what)
        example = Example(pair, case)
        return judge(what, mine[what], theirs[what], dtype=case.dtype, measure=lambda: example.allowed[what])

    def _updated(self, pair: Pair, observation: Observation, what: str) -> Compared:
        """Optimizers are judged entry by entry, as their check does; all but `what` is left as it should be."""
        example = Example(pair, observation.case)
        example.candidate = {**example.reference, what: (observation.mine or {})[what]}
        return next(compared for compared in updates(example) if compared.what == what)

    def _hopeless(self, observation: Observation, what: str, theirs: np.ndarray) -> bool:
        """Far beyond what measuring the noise could excuse."""
        mine, dtype = (observation.mine or {})[what], observation.case.dtype
        apart = float(np.nan_to_num(distance(np.asarray(mine, float), np.asarray(theirs, float)), nan=0.0, posinf=0.0).max(initial=0.0))
        size = max(largest(np.asarray(theirs, float)), 1e-300)
        if apart <= HOPELESS * float(allowance(spread=0.0, scale=size, dtype=dtype)):
            return False
        if self.pair.kind == "optimizer" or self.keras(observation.case) is None:
            return False
        example = self._example(observation)
        if what not in example.reference:
            return True
        room = float(np.max(example.allowed[what], initial=0.0)) / max(largest(np.asarray(example.reference[what], float)), 1e-300)
        return apart > HOPELESS * room * size

    def _example(self, observation: Observation) -> Example:
        if id(observation.case) not in self._examples:
            example = Example(self.pair, observation.case)
            example.candidate = observation.mine or {}
            self._examples[id(observation.case)] = observation.case, example
        return self._examples[id(observation.case)][1]


def in_place_of_keras(pair: Pair, model: Callable[[Case], Any]) -> Pair:
    """The pair with a model instead of Keras, and without a third opinion: it is about Keras."""
    other = copy.copy(pair)
    for method, stand_in in (("reference", model), ("opinion", lambda case: {})):
        object.__setattr__(other, method, stand_in)  # pairs are frozen; the copy is nobody else's
    return other
