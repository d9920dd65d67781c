"""Slips in update rules: nothing is kept, old and new change shares, the learning rate counts twice, no square is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.optimizers import USUAL_EPSILONS, optimizer, with_epsilon
from comparisons.diagnosis.rules import RULES, Step, rmsprop, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

RHO = 0.9  # Keras's own
PLACES = (("in the root", {"outside": False}), ("added to the root", {"outside": True}))
AVERAGE = "v = rho * v + (1 - rho) * g**2"


def stated(pair: Pair, case: Case, name: str) -> float:
    """A setting that is not Keras's own: of a number that is written into the code nobody knows what it should be."""
    value = case.settings.get(name)
    if not value or value == float(np.float32(pair.reference_arguments().get(name) or 0)):
        raise ValueError(f"no {name} is stated")
    return float(value)


def squared_rate(pair: Pair, model: Model, case: Case) -> Outcome:
    """The learning rate where the gradient enters the velocity, and again where the variable changes."""
    if not isinstance(case.settings.get("learning_rate"), tuple):  # a schedule is somebody's own
        stated(pair, case, "learning_rate")
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


def last_square(step: Step, *, epsilon: float | None = None, outside: bool = False) -> np.ndarray:
    """Adagrad with `=` for `+=`."""
    by = np.abs(step.g) + epsilon if outside else np.sqrt(step.g * step.g + epsilon)
    return step.w - step.rate * step.g / by


def weighing(outside: bool) -> Callable[[Pair, Model, Case, float], Outcome]:
    """v = rho v + g^2; nothing else than a smaller learning rate, unless one is stated."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        stated(pair, case, "learning_rate")
        return with_epsilon(rmsprop, weighed=False, outside=outside)(pair, model, case, epsilon)

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
        "not-accumulated", "the velocity is not kept: w -= lr * g", forgetting, optimizer("SGD"), fix="self.v = v after each update"
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
        yield Explanation(
            "share-missing", f"v is rho * v + g**2, {told}", weighing(how["outside"]), optimizer("RMSprop"), USUAL_EPSILONS, fix=AVERAGE
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
