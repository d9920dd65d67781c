"""Mistakes in learning-rate schedules: a term that is missing, a factor in the wrong place, steps that end elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Rate = Callable[[np.ndarray, Mapping[str, Any]], np.ndarray]
"""(steps, settings) -> rates."""


def part(steps: np.ndarray, told: Mapping[str, Any]) -> np.ndarray:
    """How much of the decay is over."""
    return np.minimum(steps / told["decay_steps"], 1)


def first(told: Mapping[str, Any]) -> float:
    return float(told["initial_learning_rate"])


def last(told: Mapping[str, Any]) -> float:
    return float(told.get("end_learning_rate", 0.0001))


def left(steps: np.ndarray, told: Mapping[str, Any]) -> np.ndarray:
    """What a polynomial has left."""
    return np.asarray((1 - part(steps, told)) ** told.get("power", 1.0))


def stairs(steps: np.ndarray, told: Mapping[str, Any], step: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    over = steps / told["decay_steps"]
    return np.asarray(first(told) * told["decay_rate"] ** (step(over) if told.get("staircase") else over))


def cosine(steps: np.ndarray, told: Mapping[str, Any], share: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    alpha = told.get("alpha", 0.0)
    return np.asarray(first(told) * ((1 - alpha) * share(np.cos(np.pi * part(steps, told))) + alpha))


FORMULAS: Mapping[str, tuple[str, Mapping[str, Rate]]] = {
    "PolynomialDecay": (
        "(initial - end) * (1 - step / decay_steps)**power + end",
        {
            "initial * (1 - step / decay_steps)**power + end: end is not taken off first": lambda n, s: first(s) * left(n, s) + last(s),
            "initial * (1 - step / decay_steps)**power: it does not end at end": lambda n, s: first(s) * left(n, s),
        },
    ),
    "CosineDecay": (
        "initial * ((1 - alpha) * 0.5 * (1 + cos(pi * step / decay_steps)) + alpha)",
        {
            "0.5 is missing before 1 + cos": lambda n, s: cosine(n, s, lambda c: 1 + c),
            "1 is missing beside cos": lambda n, s: cosine(n, s, lambda c: 0.5 * c),
            "cos alone stands for 0.5 * (1 + cos)": lambda n, s: cosine(n, s, lambda c: c),
            "it rises: 1 - cos stands for 1 + cos": lambda n, s: cosine(n, s, lambda c: 0.5 * (1 - c)),
        },
    ),
    "InverseTimeDecay": (
        "initial / (1 + decay_rate * step / decay_steps)",
        {
            "all of it is divided by decay_steps, not the step": lambda n, s: first(s) / (1 + s["decay_rate"] * n) / s["decay_steps"],
            "decay_steps is not in it": lambda n, s: first(s) / (1 + s["decay_rate"] * n),
            "1 is missing below the line": lambda n, s: first(s) / (s["decay_rate"] * n / s["decay_steps"]),
        },
    ),
    "ExponentialDecay": (
        "initial * decay_rate**(step / decay_steps), of floor(step / decay_steps) in stairs",
        {
            "stairs are rounded to the nearest, not down": lambda n, s: stairs(n, s, np.round),
            "stairs are rounded up": lambda n, s: stairs(n, s, np.ceil),
            "decay_steps is not in it": lambda n, s: first(s) * s["decay_rate"] ** n,
            "it is multiplied by step / decay_steps: * for **": lambda n, s: first(s) * s["decay_rate"] * n / s["decay_steps"],
        },
    ),
}
"""By schedule: what is right, and what is written."""


def of_rate(rate: Rate) -> Callable[[Pair, Model, Case], Outcome]:
    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        return {"output": rate(case.inputs["steps"].astype("float64"), case.settings)}

    return predict


def is_schedule(name: str) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "schedule" and pair.name == name


def explanations() -> Iterator[Explanation]:
    for name, (right, written) in FORMULAS.items():
        for says, rate in written.items():
            yield Explanation("value-formula", says, of_rate(rate), is_schedule(name), fix=right)


EXPLANATIONS = list(explanations())
