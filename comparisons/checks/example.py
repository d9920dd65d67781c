"""A pair on one case, everything computed at most once, so that all checks share it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from comparisons.judging import Compared, judge
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.tolerance import allowance, machine_epsilon

PROBES = 6  # the largest move settles after about six
RAY = (0.001, 0.1, 0.5)  # sizes that meet inside the operation, also where the result saturates to nothing


class CandidateError(Exception):
    """The candidate raised on a case that Keras accepts."""

    def __init__(self, case: Case, problem: Exception) -> None:
        super().__init__(f"{type(problem).__name__}: {problem}")
        self.case = case


class Example:
    """What candidate and reference make of one case.

    Args:
        pair: the two.
        case: the inputs.
    """

    def __init__(self, pair: Pair, case: Case) -> None:
        self.pair, self.case = pair, case

    @cached_property
    def candidate(self) -> Outcome:
        """Scratch's outcome."""
        return self.call(self.case)

    def call(self, case: Case) -> Outcome:
        """The candidate's outcome on a case.

        Raises:
            CandidateError: it raised.
        """
        try:
            return self.pair.candidate(case)
        except Exception as problem:  # whatever somebody's code raises is that code's verdict, not a failure of ours
            raise CandidateError(case, problem) from problem

    @cached_property
    def reference(self) -> Outcome:
        """Keras's outcome."""
        return self.pair.reference(self.case)

    def judge(self, what: str) -> Compared:
        """Compare one quantity of the outcome."""
        return judge(what, self.candidate[what], self.reference[what], dtype=self.case.dtype, measure=lambda: self.allowed[what])

    @cached_property
    def allowed(self) -> dict[str, Any]:
        """Measured allowance of every quantity, element by element."""
        probes = [self.pair.reference(self._noisy(number)) for number in range(PROBES)]
        rays = [self.pair.reference(self._on_ray(t)) for t in RAY]
        return {
            what: self._allowance(value, [probe[what] for probe in probes], [ray[what] for ray in rays])
            for what, value in self.reference.items()
        }  # fmt: skip

    def _allowance(self, exact: np.ndarray, probes: list[np.ndarray], rays: list[np.ndarray]) -> Any:
        with np.errstate(invalid="ignore", over="ignore"):
            moves = [np.abs(probe.astype("float64") - exact.astype("float64")) for probe in probes]
        spread = np.max([np.where(np.isfinite(move), move, 0.0) for move in moves], axis=0)
        scale = max(_largest(values) for values in [exact, *rays])
        return allowance(spread=spread, scale=scale, dtype=self.case.dtype)

    def _noisy(self, number: int) -> Case:
        """Every input one unit in the last place up or down; so is the upstream gradient, through its own rounding."""
        generator = np.random.default_rng([self.case.values.seed, number])
        ulp = machine_epsilon(self.case.dtype)

        def moved(a: np.ndarray) -> np.ndarray:
            if a.dtype.kind != "f":
                return a
            with np.errstate(over="ignore", invalid="ignore"):
                return (a * (1 + ulp * generator.choice([-1.0, 1.0], a.shape))).astype(a.dtype)

        return self.case.with_inputs(**{name: moved(a) for name, a in self.case.inputs.items()})

    def _on_ray(self, t: float) -> Case:
        name, x = next(iter(self.case.inputs.items()))
        return self.case.with_inputs(**{name: (x * t).astype(x.dtype)}) if x.dtype.kind == "f" else self.case


def _largest(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)].astype("float64"))
    return float(finite.max(initial=0.0))
