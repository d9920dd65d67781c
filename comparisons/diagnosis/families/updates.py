"""Slips in update rules: nothing is kept, old and new change shares, the learning rate counts twice, no square is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.optimizers import USUAL_EPSILONS, is_told_the_rate, optimizer, stated, with_epsilon
from comparisons.diagnosis.rules import RULES, adagrad, adam, rmsprop
from comparisons.diagnosis.updating import Step, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

RHO = 0.9  # Keras's own
PLACES: tuple[tuple[str, dict[str, Any]], ...] = (("in the root", {"outside": False}), ("added to the root", {"outside": True}))
AVERAGE = "v = rho * v + (1 - rho) * g**2"
BARE: tuple[tuple[str, Callable[..., np.ndarray], str, dict[str, Any]], ...] = (
    ("RMSprop", rmsprop, "np.sqrt(v)", {}),
    ("Adagrad", adagrad, "np.sqrt(a)", {}),
    ("Adam", adam, "np.sqrt(v_hat)", {"place": "hat"}),
)
"""Rules, and what they divide by."""


def squared_rate(pair: Pair, model: Model, case: Case) -> Outcome:
    """The learning rate where the gradient enters the velocity, and again where the variable changes."""
    if not is_told_the_rate(pair, case):
        raise ValueError("no learning rate is an argument")
    if case.settings.get("nesterov"):
        raise ValueError("classical momentum")

    def rule(step: Step) -> np.ndarray:
        if not step.settings.get("momentum"):
            return RULES[pair.name](replace(step, rate=step.rate**2))
        v = step.state["v"] = step.settings["momentum"] * step.kept("v") - step.rate * step.g
        return step.w + step.rate * v

    return run(pair.name, case, rule)


def forgetting(pair: Pair, model: Model, case: Case) -> Outcome:
    """The velocity starts from 0 at every update."""
    stated(pair, case, "momentum")
    if case.settings.get("nesterov"):
        raise ValueError("classical momentum")
    return model(case.with_settings(momentum=0.0))


def exchanged(pair: Pair, model: Model, case: Case) -> Outcome:
    return model(case.with_settings(rho=1 - case.settings.get("rho", RHO)))


def exchanged_with_epsilon(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
    turned = case.with_settings(rho=1 - case.settings.get("rho", RHO))
    return with_epsilon(rmsprop, outside=True)(pair, model, turned, epsilon)


def doubled(pair: Pair, model: Model, case: Case) -> Outcome:
    """w += momentum * v, v new: what a smaller learning rate would do too, unless both are stated."""
    momentum = stated(pair, case, "momentum")
    if not is_told_the_rate(pair, case):
        raise ValueError("no learning rate is an argument")
    if case.settings.get("nesterov"):
        raise ValueError("classical momentum")

    def rule(step: Step) -> np.ndarray:
        v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
        return step.w + momentum * v

    return run(pair.name, case, rule)


def of_old_velocity(pair: Pair, model: Model, case: Case) -> Outcome:
    """w += v with the velocity of the update before."""
    momentum = stated(pair, case, "momentum")
    if case.settings.get("nesterov"):
        raise ValueError("classical momentum")

    def rule(step: Step) -> np.ndarray:
        old = step.kept("v")
        step.state["v"] = momentum * old - step.rate * step.g
        return step.w + old

    return run(pair.name, case, rule)


def squared_momentum(pair: Pair, model: Model, case: Case) -> Outcome:
    """w += momentum^2 * v - lr * g, v new."""
    momentum = stated(pair, case, "momentum")
    if not case.settings.get("nesterov"):
        raise ValueError("Nesterov's momentum")

    def rule(step: Step) -> np.ndarray:
        v = step.state["v"] = momentum * step.kept("v") - step.rate * step.g
        return step.w + momentum**2 * v - step.rate * step.g

    return run(pair.name, case, rule)


def once_for_square(pair: Pair, model: Model, case: Case) -> Outcome:
    """w += momentum * v - (1 + momentum) * lr * g, v old."""
    momentum = stated(pair, case, "momentum")
    if not case.settings.get("nesterov"):
        raise ValueError("Nesterov's momentum")

    def rule(step: Step) -> np.ndarray:
        old = step.kept("v")
        step.state["v"] = momentum * old - step.rate * step.g
        return step.w + momentum * old - (1 + momentum) * step.rate * step.g

    return run(pair.name, case, rule)


def unbracketed(rule: Callable[..., np.ndarray], sign: int, how: dict[str, Any]) -> Callable[[Pair, Model, Case, float], Outcome]:
    """w - lr * g / sqrt(v) + epsilon, or `w -=` with that."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        return run(pair.name, case, lambda step: rule(step, epsilon=0.0, **how) + np.asarray(sign * epsilon, step.w.dtype))

    return predict


def last_square(step: Step, *, epsilon: float | None = None, outside: bool = False) -> np.ndarray:
    """Adagrad with `=` for `+=`."""
    by = np.abs(step.g) + epsilon if outside else np.sqrt(step.g * step.g + epsilon)
    return step.w - step.rate * step.g / by


def weighing(outside: bool, **how: bool) -> Callable[[Pair, Model, Case, float], Outcome]:
    """v = rho v + g^2; nothing else than a smaller learning rate, unless one is stated. And so is v + (1 - rho) g^2, by Adagrad."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        stated(pair, case, "learning_rate")
        return with_epsilon(rmsprop, outside=outside, **how)(pair, model, case, epsilon)

    return predict


def explanations() -> Iterator[Explanation]:
    yield Explanation(
        "rate-twice",
        "the learning rate is taken twice, lr**2",
        squared_rate,
        optimizer("SGD"),
        fix="v = momentum * v - lr * g; w += v: multiply by lr once",
    )
    yield Explanation(
        "not-accumulated",
        "the velocity is not kept, or not used: w -= lr * g",
        forgetting,
        optimizer("SGD"),
        fix="keep v from one update to the next, and let it move w: w += v",
    )
    yield Explanation(
        "coefficient-value",
        "momentum is multiplied in once more: w += momentum * v",
        doubled,
        optimizer("SGD"),
        kind="D",
        fix="v = momentum * v - lr * g; w += v",
    )
    yield Explanation(
        "coefficient-value",
        "w += momentum * v - (1 + momentum) * lr * g with the old v, where momentum**2 * v belongs",
        once_for_square,
        optimizer("SGD"),
        kind="D",
        fix="w += momentum**2 * v - (1 + momentum) * lr * g with the old v, or w += momentum * v - lr * g with the new one",
    )
    yield Explanation(
        "momentum-previous-gradient",
        "w takes the velocity of the update before: this gradient counts in the next only",
        of_old_velocity,
        optimizer("SGD"),
        fix="v = momentum * v - lr * g first, then w += v",
    )
    yield Explanation(
        "coefficient-value",
        "w += momentum**2 * v - lr * g with the new v, where momentum * v belongs",
        squared_momentum,
        optimizer("SGD"),
        kind="D",
        fix="w += momentum * v - lr * g with the new v",
    )
    for name, rule, below, how in BARE:
        for sign, words in ((1, "added to w"), (-1, "taken off w")):
            yield Explanation(
                "epsilon-outside-root",
                f"the update is divided by {below} alone, and {{parameter}} is {words}: brackets are missing",
                unbracketed(rule, sign, how),
                optimizer(name),
                USUAL_EPSILONS,
                kind="D",
                fix=f"divide by ({below} + epsilon)",
            )
    yield Explanation("average-swapped", "v is (1 - rho) * v + rho * g**2", exchanged, optimizer("RMSprop"), fix=AVERAGE)
    yield Explanation(
        "average-swapped",
        "v is (1 - rho) * v + rho * g**2, and epsilon = {parameter} is added to the root",
        exchanged_with_epsilon,
        optimizer("RMSprop"),
        USUAL_EPSILONS,
        fix=AVERAGE,
    )
    for words, how in PLACES:
        told = f"epsilon = {{parameter}} {words}"
        yield Explanation(
            "not-accumulated",
            f"divided by the root of the last square alone, {told}",
            with_epsilon(last_square, **how),
            optimizer("Adagrad"),
            USUAL_EPSILONS,
            fix="a += g**2",
        )
        for says, left_out in (("rho * v + g**2", "weighed"), ("v + (1 - rho) * g**2", "fading")):
            yield Explanation(
                "share-missing",
                f"v is {says}, {told}",
                weighing(how["outside"], **{left_out: False}),
                optimizer("RMSprop"),
                USUAL_EPSILONS,
                fix=AVERAGE,
            )
        yield Explanation(
            "square-missing",
            f"the accumulator takes up |g|, not the square of g, {told}",
            with_epsilon(adagrad, square=np.abs, **how),
            optimizer("Adagrad"),
            USUAL_EPSILONS,
            fix="a += g**2",
        )
        for square, shown in ((lambda g: g, "g"), (np.abs, "|g|")):
            yield Explanation(
                "square-missing",
                f"v averages {shown}, not the square of g, {told}",
                with_epsilon(rmsprop, square=square, **how),
                optimizer("RMSprop"),
                USUAL_EPSILONS,
                fix=AVERAGE,
            )


EXPLANATIONS = list(explanations())
