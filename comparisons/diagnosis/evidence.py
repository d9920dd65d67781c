"""What a candidate computed, and whether a model computes the same."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.checks.example import Example
from comparisons.checks.kinks import unmoved
from comparisons.checks.updates import updates
from comparisons.diagnosis.examples import edge_of, is_at_kinks
from comparisons.diagnosis.remembered import Remembered
from comparisons.judging import NOTHING, Compared, distance, judge, largest
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.tolerance import RAY, K, allowance, machine_epsilon

HOPELESS = 1e4  # times the rounding of one probe: no measurement would excuse that, so none is made
CERTAIN = 1e9  # times that: no probe is worth its time (never so in float32)
FAR = 1e-4  # relative distance of what float32 does not confuse, by a wide margin
ROUGHLY = 100  # times the unmeasured allowance


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

    @property
    def size(self) -> int:
        """How many numbers came out."""
        return sum(a.size for a in (self.mine or {}).values())


def observe(candidate: Callable[[Case], Outcome], cases: Sequence[Case]) -> list[Observation]:
    """Ask the candidate, each time with copies."""
    return [_observed(candidate, case) for case in cases]


def _observed(candidate: Callable[[Case], Outcome], case: Case) -> Observation:
    try:
        with np.errstate(all="ignore"):
            return Observation(case, dict(candidate(case.copied())))
    except Exception as problem:  # whatever somebody's code raises is an observation
        return Observation(case, None, f"{type(problem).__name__}: {problem}")


class Probed(Example):
    """An example whose noisy neighbours are made once, whatever model is asked about them."""

    def __init__(self, pair: Pair, case: Case, neighbours: dict[str, Case]) -> None:
        super().__init__(pair, case)
        self._neighbours = neighbours

    def _noisy(self, number: int) -> Case:
        return self._once(f"noise {number}", lambda: self._moved(number))

    def _moved(self, number: int) -> Case:
        return unmoved(self.case, number) if is_at_kinks(self.pair, self.case) else super()._noisy(number)

    def _on_ray(self, t: float) -> Case:
        return self._once(f"ray {t}", lambda: super(Probed, self)._on_ray(t))

    def _once(self, which: str, make: Callable[[], Case]) -> Case:
        if which not in self._neighbours:
            self._neighbours[which] = make()
        return self._neighbours[which]

    def move(self, what: str) -> np.ndarray:
        """How far one unit in the last place moves a quantity, by a single probe."""
        here, there = (np.asarray(self.pair.reference(case)[what], dtype="float64") for case in (self.case, self._noisy(0)))
        return np.nan_to_num(distance(here, there), nan=0.0, posinf=0.0)

    def met(self, what: str) -> float:
        """Sizes that meet inside the operation although the result saturates."""
        return max(self.meets, *(largest(np.asarray(self.pair.reference(self._on_ray(t))[what])) for t in RAY))


class Evidence:
    """A pair, and the comparison of observations with models of it.

    Args:
        pair: what the candidate should be.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self._judged: dict[tuple[int, str], Compared] = {}
        self._mets: dict[tuple[int, str], float] = {}
        self._rough: dict[tuple[int, str], np.ndarray] = {}
        self._examples: dict[int, Probed] = {}
        self._neighbours: dict[int, dict[str, Case]] = {}
        self._smooth: dict[int, bool] = {}
        self._kept: dict[int, Observation] = {}

    def with_keras(self, observation: Observation, what: str) -> Compared:
        """By the rule that checks go by, third opinion included."""
        key = self._key(observation), what
        if key not in self._judged:
            self._judged[key] = self._by_keras(observation, what)
        return self._judged[key]

    def _by_keras(self, observation: Observation, what: str) -> Compared:
        example = self._example(observation)
        if what not in example.reference:
            return judge(what, example.candidate[what], NOTHING, dtype=observation.case.dtype)
        return self._updated(example.pair, observation, what) if self.pair.kind == "optimizer" else example.judge(what)

    def clearly(self, observation: Observation, what: str) -> Compared:
        """The same without measuring, where every number is either right as it is or so wrong that no noise would excuse it."""
        example = self._example(observation)
        theirs = example.reference.get(what)
        if theirs is None or self.pair.kind == "optimizer" or np.shape(theirs) != np.shape(example.candidate[what]):
            return self.with_keras(observation, what)
        if not self._is_smooth(observation):
            return self.with_keras(observation, what)
        compared = judge(what, example.candidate[what], theirs, dtype=observation.case.dtype)
        doubtful = compared.shares > 1
        if doubtful.any():
            met = allowance(spread=0.0, scale=max(largest(np.asarray(theirs)), self._met(observation, what)), dtype=observation.case.dtype)
            doubtful &= ~(compared.apart > CERTAIN * met)
        return self.with_keras(observation, what) if doubtful.any() else compared

    def roughly(self, observation: Observation, what: str) -> np.ndarray:
        """Which numbers are far from Keras's, beyond what rounding usually does; nothing is measured."""
        key = self._key(observation), what
        if key not in self._rough:
            self._rough[key] = self._far(observation, what)
        return self._rough[key]

    def _far(self, observation: Observation, what: str) -> np.ndarray:
        mine, theirs = (observation.mine or {}).get(what), self._example(observation).reference.get(what)
        if mine is None:
            return np.zeros(0, dtype=bool)
        if theirs is None or np.shape(mine) != np.shape(theirs):
            return np.ones(np.shape(mine), dtype=bool)
        shares: np.ndarray = judge(what, mine, theirs, dtype=observation.case.dtype).shares
        return shares > ROUGHLY

    def with_model(self, model: Remembered, observation: Observation, what: str) -> Compared | None:
        """By the rounding noise of the model itself; None if it says nothing about this."""
        case, mine, theirs = observation.case, observation.mine, model(observation.case)
        if mine is None or theirs is None or what not in theirs:
            return None
        example = Probed(in_place_of_keras(self.pair, model.known), case, self._neighbours_of(observation))
        if np.shape(mine[what]) != np.shape(theirs[what]) or self._hopeless(
            example, mine[what], theirs[what], what, lambda: self._met(observation, what), smooth=self._is_smooth(observation)
        ):
            return judge(what, mine[what], theirs[what], dtype=case.dtype)
        if self.pair.kind == "optimizer":
            return self._updated(example.pair, observation, what)
        return judge(what, mine[what], theirs[what], dtype=case.dtype, measure=lambda: example.allowed[what])

    def _updated(self, pair: Pair, observation: Observation, what: str) -> Compared:
        """Optimizers are judged entry by entry, as their check does; all but `what` is left as it should be."""
        example = Probed(pair, observation.case, self._neighbours_of(observation))
        example.candidate = {**example.reference, what: (observation.mine or {})[what]}
        return next(compared for compared in updates(example) if compared.what == what)

    def _hopeless(
        self, example: Probed, mine: np.ndarray, theirs: np.ndarray, what: str, met: Callable[[], float], *, smooth: bool = True
    ) -> bool:
        """Far beyond what measuring the noise could excuse, as a single probe shows; `met` says what sizes meet inside.

        Where nothing jumps, what is certainly too far needs no probe.
        """
        one_by_one = self.pair.kind == "optimizer"
        scale = np.maximum.accumulate(np.abs(theirs), axis=0) if one_by_one else largest(np.asarray(theirs))
        apart = np.nan_to_num(distance(np.asarray(mine), np.asarray(theirs)), nan=np.inf)
        usual = np.asarray(allowance(spread=0.0, scale=np.nan_to_num(scale), dtype=example.case.dtype))
        if not (apart > HOPELESS * usual).any():
            return False
        if one_by_one:
            if (apart > CERTAIN * usual).any():
                return True
            return bool((apart > HOPELESS * (usual + np.maximum.accumulate(example.move(what), axis=0))).any())
        scale = max(largest(np.asarray(theirs)), met())
        if smooth and (apart > CERTAIN * allowance(spread=0.0, scale=scale, dtype=example.case.dtype)).any():
            return True
        spread = float(example.move(what).max(initial=0.0))
        return bool((apart > HOPELESS * allowance(spread=spread, scale=scale, dtype=example.case.dtype)).any())

    def _met(self, observation: Observation, what: str) -> float:
        """Sizes that meet inside, by Keras: for whatever model, as that is near enough to rule one out."""
        key = self._key(observation), what
        if key not in self._mets:
            example = self._example(observation)
            self._mets[key] = example.met(what) if what in example.reference else 0.0
        return self._mets[key]

    def _is_smooth(self, observation: Observation) -> bool:
        """Whether it is an ordinary example: at a kink or a bound a last place moves a gradient by all that it is."""
        key = self._key(observation)
        if key not in self._smooth:
            self._smooth[key] = not edge_of(self.pair, observation.case)
        return self._smooth[key]

    def _example(self, observation: Observation) -> Probed:
        key = self._key(observation)
        if key not in self._examples:
            example = Probed(
                in_place_of_keras(self.pair, Remembered(self.pair.reference).known, opinion=True),
                observation.case,
                self._neighbours_of(observation),
            )
            example.candidate = observation.mine or {}
            self._examples[key] = example
        return self._examples[key]

    def _neighbours_of(self, observation: Observation) -> dict[str, Case]:
        return self._neighbours.setdefault(self._key(observation), {})

    def _key(self, observation: Observation) -> int:
        """Of the dictionaries above: which object it is. It is kept, so that no other takes its number."""
        self._kept[id(observation)] = observation
        return id(observation)


def how_far(compared: Compared | None, dtype: str, *, updated: bool = False) -> float:
    """Relative distance, in allowances: beyond `FAR` other constants, as near as float32 is to them, could not make it up.

    Constants of an optimizer change how far variables have `updated` moved, which may be little beside how large they are.
    """
    if compared is None or compared.problem:
        return float("inf")
    distance = compared.headroom * machine_epsilon(dtype)
    if not updated or compared.headroom <= ROUGHLY:
        return distance
    moved = K * largest(compared.reference - compared.reference[:1])
    return max(distance, float(compared.apart.max()) / moved if moved else float("inf"))


def in_place_of_keras(pair: Pair, model: Callable[[Case], Any], *, opinion: bool = False) -> Pair:
    """The pair with a model instead of Keras, and without a third opinion unless wanted: it is about Keras."""
    other = copy.copy(pair)
    object.__setattr__(other, "reference", model)  # pairs are frozen; the copy is nobody else's
    if not opinion:
        object.__setattr__(other, "opinion", lambda case: {})
    return other
