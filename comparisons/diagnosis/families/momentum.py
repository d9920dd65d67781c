"""Mistakes in momentum, classical and Nesterov's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.optimizers import optimizer
from comparisons.diagnosis.updating import Step, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def has_momentum(case: Case) -> float:
    momentum = case.settings.get("momentum", 0.0)
    if not momentum:
        raise ValueError("without momentum")
    return float(momentum)


def with_momentum(rule: Callable[[Step, float], np.ndarray], *, nesterov: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """A rule that takes the momentum, for cases that have it."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        momentum = has_momentum(case)
        if bool(case.settings.get("nesterov", False)) != nesterov:
            raise ValueError("another variant of momentum")
        return run(pair.name, case, lambda step: rule(step, momentum))

    return predict


def average(step: Step, momentum: float) -> np.ndarray:
    v = step.state["v"] = momentum * step.kept("v") + (1 - momentum) * step.g
    return step.w - step.rate * v


def rate_outside(step: Step, momentum: float) -> np.ndarray:
    v = step.state["v"] = momentum * step.kept("v") + step.g
    return step.w - step.rate * v


def previous_gradient(step: Step, momentum: float) -> np.ndarray:
    before = step.kept("g")
    step.state["g"] = step.g
    return step.w - step.rate * (step.g + momentum * before)


def classical(step: Step, momentum: float) -> np.ndarray:
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w + v


def new_for_old(step: Step, momentum: float) -> np.ndarray:
    """w += momentum^2 v - (1 + momentum) lr g wants the old v."""
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w + momentum**2 * v - (1 + momentum) * step.rate * step.g


def behind(step: Step, momentum: float) -> np.ndarray:
    """w += momentum v_old + (1 + momentum) v for -momentum v_old + ..."""
    old = step.kept("v")
    v = step.state["v"] = momentum * old - step.rate * step.g
    return step.w + momentum * old + (1 + momentum) * v


def behind_by_square(step: Step, momentum: float) -> np.ndarray:
    """w -= momentum^2 v_old for +=."""
    old = step.kept("v")
    step.state["v"] = momentum * old - step.rate * step.g
    return step.w - momentum**2 * old - (1 + momentum) * step.rate * step.g


def behind_by_new(step: Step, momentum: float) -> np.ndarray:
    """w += -momentum v - lr g for +momentum v."""
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w - momentum * v - step.rate * step.g


def behind_where_asked(step: Step, momentum: float) -> np.ndarray:
    """Where the gradient of w - momentum v is asked for, v to be added: such points for w + momentum v."""
    old = step.kept("v")
    v = step.state["v"] = momentum * old - step.rate * step.g
    return step.w + momentum * old + (1 - momentum) * v


def gradient_upwards(step: Step, momentum: float) -> np.ndarray:
    """w += momentum v + lr g for - lr g."""
    v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
    return step.w + momentum * v + step.rate * step.g


EXPLANATIONS = [
    Explanation(
        "momentum-ema",
        "v = momentum * v + (1 - momentum) * g, so that updates are 1 - momentum as large",
        with_momentum(average, nesterov=False),
        optimizer("SGD"),
    ),
    Explanation(
        "momentum-lr-outside",
        "w -= lr * v, where v holds no learning rate: another result once it changes",
        with_momentum(rate_outside, nesterov=False),
        optimizer("SGD"),
    ),
    Explanation(
        "momentum-previous-gradient",
        "momentum times the previous gradient is added, not times the velocity",
        with_momentum(previous_gradient, nesterov=False),
        optimizer("SGD"),
    ),
    Explanation("nesterov-classical", "classical momentum: w += v", with_momentum(classical, nesterov=True), optimizer("SGD")),
    Explanation(
        "nesterov-updated-velocity",
        "w += momentum**2 * v - (1 + momentum) * lr * g with v already updated",
        with_momentum(new_for_old, nesterov=True),
        optimizer("SGD"),
    ),
    *(
        Explanation(
            "nesterov-wrong-side", "the step along the velocity has the wrong sign", with_momentum(rule, nesterov=True), optimizer("SGD")
        )
        for rule in (behind, behind_by_square, behind_by_new, behind_where_asked)
    ),
    Explanation(
        "sign-flipped",
        "lr * g is added beside momentum * v: + for -",
        with_momentum(gradient_upwards, nesterov=True),
        optimizer("SGD"),
        fix="w += momentum * v - lr * g",
    ),
]
