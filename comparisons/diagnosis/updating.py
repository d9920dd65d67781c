"""One update after the other of an optimizer, by a rule that goes entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.optimizer_pair import SHAPES
from comparisons.pairs.pair import Outcome
from comparisons.pairs.signatures import defaults
from scratch import optimizers

Settings = Mapping[str, Any]


@dataclass
class Step:
    """One update of one variable.

    Args:
        w, g: variable and gradient.
        rate: learning rate.
        t: number of the update, from 1.
        state: what is kept between updates of the variable.
        settings: of the optimizer, all of them.
    """

    w: np.ndarray
    g: np.ndarray
    rate: float
    t: int
    state: dict[str, np.ndarray]
    settings: Settings

    def kept(self, name: str, start: float = 0.0) -> np.ndarray:
        """A slot, which starts as an array of `start`."""
        return self.state.get(name, np.full_like(self.w, start))


Rule = Callable[[Step], np.ndarray]
"""From an update to the new variable, entry by entry; writes into the state."""

UNDERSTOOD = frozenset(
    [
        "learning_rate", "momentum", "nesterov", "beta_1", "beta_2", "epsilon", "rho", "initial_accumulator_value", "amsgrad", "centered",
        "weight_decay", "exclude",
    ]
)  # fmt: skip


def run(name: str, case: Case, rule: Rule, *, shared: bool = False, per_parameter: bool = False) -> Outcome:
    """The variables before the first update and after every one.

    Args:
        name: of the optimizer, for its defaults.
        case: starts and gradients.
        rule: of the update.
        shared: all variables have one state.
        per_parameter: t counts updates of variables.

    Raises:
        ValueError: the case has settings that the rules here do not know.
    """
    settings = {**_defaults(name), **case.settings}
    strange = [n for n, value in case.settings.items() if n not in UNDERSTOOD and value not in (None, False)]
    if strange:
        raise ValueError(f"no rule here with {', '.join(strange)}")
    variables = {label: case.inputs[label] for label in SHAPES}
    gradients = {label: case.inputs[f"{label}_gradients"] for label in SHAPES}
    excluded = settings.get("exclude", ())
    together = not (shared or per_parameter or excluded)
    if together:
        variables, gradients = {"": _flat(variables, 0)}, {"": _flat(gradients, 1)}
    rows = {label: [w] for label, w in variables.items()}
    one: dict[str, np.ndarray] = {}
    states = {label: one if shared else {} for label in variables}
    for t in range(len(case.inputs["kernel_gradients"])):
        rate = rate_at(settings["learning_rate"], t)
        for number, label in enumerate(variables):
            count = len(variables) * t + number + 1 if per_parameter else t + 1
            decay = 0.0 if label in excluded else settings.get("weight_decay") or 0.0
            w = rows[label][-1]
            w = w - w * np.asarray(decay * rate, w.dtype) if decay else w  # before the update, as Keras does
            step = Step(w, gradients[label][t], rate, count, states[label], settings)
            rows[label].append(rule(step))
    stacked = {label: np.stack(each) for label, each in rows.items()}
    return _parted(stacked[""], case) if together else stacked


def _flat(arrays: Mapping[str, np.ndarray], kept: int) -> np.ndarray:
    """All variables as one, behind the first `kept` axes: rules go entry by entry, and a call costs more than its numbers."""
    return np.concatenate([a.reshape(*a.shape[:kept], -1) for a in arrays.values()], axis=-1)


def _parted(rows: np.ndarray, case: Case) -> Outcome:
    """The variables apart again."""
    ends = np.cumsum([case.inputs[label].size for label in SHAPES])
    parts = np.split(rows, ends[:-1], axis=-1)
    return {label: part.reshape(-1, *case.inputs[label].shape) for label, part in zip(SHAPES, parts)}


@cache
def _defaults(name: str) -> Settings:
    return defaults(getattr(optimizers, name))


def rate_at(rate: Any, finished: int) -> float:
    """Of a number, or of a schedule by (name, arguments)."""
    return float(getattr(optimizers.schedules, rate[0])(**dict(rate[1]))(finished)) if isinstance(rate, tuple) else float(rate)
