"""Update rules in NumPy, with everything that people write otherwise as an option; the defaults are Keras's rules."""

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
OFF: Settings = {"amsgrad": False, "centered": False}


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
    if strange or any(settings.get(n, off) != off for n, off in OFF.items()):
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


def sgd(step: Step) -> np.ndarray:
    """Plain, with momentum, or Nesterov."""
    momentum = step.settings["momentum"]
    if not momentum:
        return step.w - step.rate * step.g
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w + (momentum * v - step.rate * step.g if step.settings["nesterov"] else v)


def adagrad(
    step: Step,
    *,
    start: float | None = None,
    epsilon: float | None = None,
    outside: bool = False,
    root: bool = True,
    square: Callable[[np.ndarray], np.ndarray] = np.square,
) -> np.ndarray:
    """w -= lr g / sqrt(sum of squares + epsilon)."""
    a = step.kept("a", step.settings["initial_accumulator_value"] if start is None else start) + square(step.g)
    step.state["a"] = a
    return step.w - step.rate * step.g / divisor(a, step.settings["epsilon"] if epsilon is None else epsilon, outside, root)


def rmsprop(
    step: Step,
    *,
    epsilon: float | None = None,
    outside: bool = False,
    root: bool = True,
    square: Callable[[np.ndarray], np.ndarray] = np.square,
    weighed: bool = True,
    fading: bool = True,
) -> np.ndarray:
    """The same with a moving average of squares; the increment may have momentum.

    Not `weighed`, the new square has no 1 - rho; not `fading`, the old average has no rho.
    """
    rho = step.settings["rho"]
    v = step.state["v"] = (rho if fading else 1) * step.kept("v") + (1 - rho if weighed else 1) * square(step.g)
    with np.errstate(invalid="ignore", divide="ignore"):
        move = step.rate * step.g / divisor(v, step.settings["epsilon"] if epsilon is None else epsilon, outside, root)
    if step.settings["momentum"]:
        move = step.state["move"] = step.settings["momentum"] * step.kept("move") + move
    return step.w - move


def divisor(v: np.ndarray, epsilon: float, outside: bool, root: bool) -> np.ndarray:
    """sqrt(v + epsilon), sqrt(v) + epsilon, or v + epsilon."""
    if not root:
        return v + epsilon
    return np.sqrt(v) + epsilon if outside else np.sqrt(v + epsilon)


def adam(
    step: Step,
    *,
    correction: str = "power",
    first: int = 1,
    by: int = 1,
    epsilon: float | None = None,
    place: str = "root",
    corrected_by: tuple[str, str] = ("beta_1", "beta_2"),
    square: Callable[[np.ndarray], np.ndarray] = np.square,
) -> np.ndarray:
    """m and v are moving averages of g and g^2.

    Args:
        step: the update.
        correction: `'power'` divides by 1 - beta^t, `'once'` by 1 - beta, `'twice'` by 1 - beta^2, `'product'` by 1 - beta t (and
            `'product of m'` only m), `'none'` by nothing; `'m'` and `'v'` correct that alone, and `'kept'` m, which is kept so.
        first: t of the first update.
        by: how much t grows with each.
        epsilon: None for that of the settings.
        place: where it is added: to the `'root'` of v (Keras), to that of v corrected (`'hat'`), or `'inside'` the root; or there
            is `'no root'`.
        corrected_by: the beta in the bias correction of m and of v.
        square: what v averages of g.
    """
    b1, b2 = step.settings["beta_1"], step.settings["beta_2"]
    epsilon = step.settings["epsilon"] if epsilon is None else epsilon
    m = step.state["m"] = b1 * step.kept("m") + (1 - b1) * step.g
    v = step.state["v"] = b2 * step.kept("v") + (1 - b2) * square(step.g)
    t = first + by * (step.t - 1)
    of_m, of_v = (1 - step.settings[name] ** t for name in corrected_by)
    factors = {"once": (1 - b1, 1 - b2), "twice": (1 - b1**2, 1 - b2**2), "none": (1.0, 1.0), "m": (of_m, 1.0), "v": (1.0, of_v)}
    factors |= {"product": (1 - b1 * t, 1 - b2 * t), "product of m": (1 - b1 * t, of_v)}
    by_m, by_v = factors.get(correction, (of_m, of_v))
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(by_m).astype(m.dtype), v / np.float64(by_v).astype(v.dtype)
        if correction == "kept":
            step.state["m"] = m_hat
        if place == "root":
            return step.w - step.rate * m_hat / (np.sqrt(v_hat) + epsilon / np.sqrt(by_v))
        below = {"hat": np.sqrt(v_hat) + epsilon, "inside": np.sqrt(v_hat + epsilon), "no root": v_hat + epsilon}[place]
        return step.w - step.rate * m_hat / below


RULES: Mapping[str, Rule] = {"SGD": sgd, "Adagrad": adagrad, "RMSprop": rmsprop, "Adam": adam, "AdamW": adam}
"""Keras's own, by name of the optimizer."""
