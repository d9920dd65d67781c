"""A pair on one case, everything computed at most once, so that all checks share it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import NoReturn

import numpy as np

from comparisons.checks.opinion import third_opinion
from comparisons.judging import Compared, judge, largest
from comparisons.pairs.case import Case, one_ulp_off
from comparisons.pairs.pair import Noise, NotRecordedError, Outcome, Pair
from comparisons.tolerance import PROBES, RAY, K, allowance

STAGES = ((1, False), (1, True), (PROBES, True))  # (probes, whether along the ray too): tried in turn, until they suffice
WARNINGS_ARE_ERRORS = {"over": "raise", "invalid": "raise", "divide": "raise", "under": "ignore"}


class SideError(Exception):
    """One side raised on a case."""

    def __init__(self, case: Case, problem: Exception) -> None:
        super().__init__(f"{type(problem).__name__}: {problem}")
        self.case = case


class CandidateError(SideError):
    """The candidate raised on a case that Keras accepts."""


class CheckError(SideError):
    """A check raised, and not because of the candidate."""

    def __init__(self, check: str, case: Case, problem: Exception) -> None:
        super().__init__(case, problem)
        self.args = (f"the check {check!r} of parity failed, whatever the candidate computes ({self}): please report it",)


class Quantities(Outcome):
    """What the candidate computed; to ask for what it did not compute is its error, and no failure of the check."""

    def __init__(self, case: Case, found: Outcome) -> None:
        super().__init__(found)
        self._case = case

    def __missing__(self, what: str) -> NoReturn:
        raise CandidateError(self._case, KeyError(f"there is no {what}"))


class KerasError(SideError):
    """Keras raised on a case that the registry takes for good."""


class Example:
    """What candidate and reference make of one case.

    Args:
        pair: the two.
        case: the inputs.
    """

    def __init__(self, pair: Pair, case: Case) -> None:
        self.pair, self.case = pair, case
        self._probes: list[Outcome] = []

    @cached_property
    def candidate(self) -> Outcome:
        """Scratch's outcome."""
        return self.call(self.case)

    def call(self, case: Case, *, own: bool = False) -> Outcome:
        """The candidate's outcome on a case. What makes NumPy warn counts as an error: scratch never does.

        Args:
            case: the inputs, handed over as copies: a candidate that writes into them must not mislead the other checks.
            own: the case itself is handed over.

        Raises:
            CandidateError: it raised.
        """
        try:
            with np.errstate(**WARNINGS_ARE_ERRORS):  # type: ignore[arg-type]  # a dict of literals
                return Quantities(case, self.pair.candidate(case if own else case.copied()))
        except Exception as problem:  # whatever somebody's code raises is that code's verdict, not a failure of ours
            raise CandidateError(case, problem) from problem

    @cached_property
    def reference(self) -> Outcome:
        """Keras's outcome."""
        return self.ask_keras(self.case)

    def ask_keras(self, case: Case) -> Outcome:
        """Keras's outcome on a case.

        Raises:
            KerasError: it raised.
        """
        try:
            return self.pair.reference(case)
        except NotRecordedError:
            raise
        except Exception as problem:  # TensorFlow's errors have no base class of their own
            raise KerasError(case, problem) from problem

    @property
    def on_nothing(self) -> Outcome | None:
        """What an empty batch should give where Keras is wrong about it; None if nothing says so.

        Raises:
            KerasError: Keras raised where it was asked about one sample instead.
        """
        try:
            return self.pair.on_nothing(self.case)
        except NotRecordedError:
            raise
        except Exception as problem:  # as in ask_keras
            raise KerasError(self.case, problem) from problem

    @cached_property
    def third(self) -> Outcome:
        """What a more exact evaluation says; nothing if Keras cannot do it, as some kernels know float32 only."""
        try:
            return third_opinion(self.pair, self.case)
        except Exception:  # TensorFlow's errors have no base class of their own; without an opinion Keras is taken at its word
            return {}

    def judge(self, what: str, mine: np.ndarray | None = None, theirs: np.ndarray | None = None) -> Compared:
        """Compare one quantity of the outcome, or what was made of it."""
        return judge(
            what, self.candidate[what] if mine is None else mine, self.reference[what] if theirs is None else theirs,
            dtype=self.case.dtype, opinion=lambda: self.third.get(what),
            measure=[partial(self.allowance_of, what, probes=probes, ray=ray) for probes, ray in STAGES],
            ask_first=self.pair.has_cheap_opinion(self.case), quantity=what, example=self.case,
        )  # fmt: skip

    def allowance_of(self, what: str, rows: slice | None = None, *, probes: int = PROBES, ray: bool = True) -> np.ndarray:
        """The measured allowance of one quantity, or of some of its rows; with less of either it costs less, and is no larger."""
        exact = self.reference[what]
        spread, known = self.spread(what, probes), self.noise is not None
        scale = self.scales[what] if ray or known else max(self.meets, largest(exact))
        allowed = np.broadcast_to(allowance(spread=spread, scale=scale, dtype=self.case.dtype), exact.shape)
        return allowed if rows is None else allowed[rows]

    @cached_property
    def noise(self) -> Noise | None:
        """The reference's noise as it was recorded; None if it has to be measured."""
        return self.pair.noise(self.case)

    def spread(self, what: str, probes: int = PROBES) -> np.ndarray:
        """How far noise on everything moves each element of a quantity."""
        if self.noise is not None:
            return self.noise[what][0]
        moved: np.ndarray = np.max([_move(probe[what], self.reference[what]) for probe in self.probes(probes)], axis=0)
        return moved

    @property
    def allowed(self) -> dict[str, np.ndarray]:
        """Measured allowance of every quantity, element by element."""
        return {what: self.allowance_of(what) for what in self.reference}

    @cached_property
    def scales(self) -> dict[str, float]:
        """Size of what meets inside the operation, for every quantity: the largest of its values along rays through x and the weights.

        Where a softmax or tanh is saturated, terms of the size of dL/dy cancel, and a large x multiplies what rounding leaves of them.
        Small weights take it out of saturation with x as large as it is; a small x hides that.
        """
        if self.noise is not None:
            return {what: scale for what, (_, scale) in self.noise.items()}
        rays = [self.reference, *(self.ask_keras(self._on_ray(t)) for t in RAY)]
        if self.pair.kind == "layer" and len(self.case.inputs) > 1:
            rays += [self.ask_keras(self._on_weight_ray(t)) for t in RAY]
        return {what: self.long_sum * max(self.meets, *(largest(ray[what]) for ray in rays)) for what in self.reference}

    def probes(self, count: int = PROBES) -> list[Outcome]:
        """Keras with one-ulp noise on everything, `count` times."""
        self._probes += [self.ask_keras(self._noisy(number)) for number in range(len(self._probes), count)]
        return self._probes[:count]

    @property
    def meets(self) -> float:
        """Size of what meets inside the operation without showing in its result."""
        return self.pair.meets(self.case) if self.pair.meets is not None else 0.0

    @property
    def long_sum(self) -> float:
        """How much more than K units in the last place a sum one by one may be off: n numbers round n - 1 times, half a unit at most.

        Where one is far larger than the others, all those roundings may go the same way.
        """
        return max(1.0, self.pair.adds(self.case) / (2 * K)) if self.pair.adds is not None else 1.0

    def _noisy(self, number: int) -> Case:
        """Every input, and the upstream gradient, one unit in the last place up or down."""
        generator = np.random.default_rng([self.case.values.seed, number])
        moved = {name: one_ulp_off(a, generator) if a.dtype.kind == "f" else a for name, a in self.case.inputs.items()}
        return replace(self.case.with_inputs(**moved), noise=number)

    def _on_ray(self, t: float) -> Case:
        x = self.case.x
        return self.case.with_x((x * t).astype(x.dtype)) if x.dtype.kind == "f" else self.case

    def _on_weight_ray(self, t: float) -> Case:
        _, *weights = self.case.inputs.items()
        return self.case.with_inputs(**{name: (a * t).astype(a.dtype) for name, a in weights if a.dtype.kind == "f"})


def _move(probe: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """How far noise moved each element; not at all where it made it infinite or no number."""
    with np.errstate(invalid="ignore", over="ignore"):
        move = np.abs(probe.astype("float64") - exact.astype("float64"))
    return np.where(np.isfinite(move), move, 0.0)
