"""Mistakes in Adadelta, Adamax and Nadam, and what books have for Keras's Nadam; and averages that RMSprop and Adagrad use too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Parameter
from comparisons.diagnosis.families.optimizers import EPSILONS, USUAL_EPSILONS, optimizer, with_epsilon
from comparisons.diagnosis.families.updates import PLACES
from comparisons.diagnosis.other_rules import adadelta, adamax, nadam
from comparisons.diagnosis.rules import adagrad, adam, rmsprop
from comparisons.diagnosis.updating import Step
from comparisons.pairs.pair import Pair

SECOND = "b = rho * b + (1 - rho) * s**2, s the step without the learning rate"
LARGEST = "u = np.maximum(beta_2 * u, np.abs(g))"
GROWING = "u_t = beta_1 * (1 - 0.96**t / 2)"
CORRECTED = "divide by 1 - beta_1**t, t counting updates from 1"


class _Of:
    """Explanations of one rule, with epsilon as their number."""

    def __init__(self, rule: Callable[..., np.ndarray], applies: Callable[[Pair], bool]) -> None:
        self.rule, self.applies = rule, applies

    def __call__(self, code: str, says: str, fix: str, *, epsilons: Parameter = USUAL_EPSILONS, kind: str = "", **how: Any) -> Explanation:
        told = f"{says}, epsilon = {{parameter}}"
        return Explanation(code, told, with_epsilon(self.rule, **how), self.applies, epsilons, fix=fix, kind=kind)


def of_adadelta() -> Iterator[Explanation]:
    of = _Of(adadelta, optimizer("Adadelta"))
    outside = "epsilon is added to the roots"
    yield of("epsilon-outside-root", outside, "np.sqrt(a + epsilon), or accept the convention", epsilons=EPSILONS, outside=True)
    for how in (False, True):
        beside = f"; {outside}" if how else ""
        averages = f"the second average is that of squares of gradients, not of steps{beside}"
        yield of("value-formula", averages, SECOND, second="gradients", outside=how)
        yield of(
            "value-formula", f"the learning rate is in the steps that are averaged{beside}", SECOND, second="scaled steps", outside=how
        )
    for roots, words in (((False, True), "above"), ((True, False), "below"), ((False, False), "above and below")):
        yield of("root-missing", f"no root is taken {words} the line", "np.sqrt(b + epsilon) / np.sqrt(a + epsilon)", roots=roots)


def of_adamax() -> Iterator[Explanation]:
    of = _Of(adamax, optimizer("Adamax"))
    yield of("adam-no-bias-correction", "m is used without bias correction", CORRECTED, correction="none")
    yield of("adam-power-missing", "m is divided by 1 - beta_1 in every update", CORRECTED, correction="once")
    for first in (2, 0):
        yield of("adam-step-off", f"t is {first} at the first update", CORRECTED, first=first)
    yield of("value-formula", "u is the largest gradient, not the largest of their sizes", LARGEST, largest="signed")
    yield of("coefficient-value", "u does not fade: beta_2 is missing", LARGEST, largest="kept", kind="D")


def of_nadam() -> Iterator[Explanation]:
    of = _Of(nadam, optimizer("Nadam"))
    fix = f"{GROWING} in place of beta_1, as Keras has it, or accept the convention"
    for ahead in (1, 0):
        told = f"momentum is beta_1 from the first update on, m corrected by 1 - beta_1**{'(t + 1)' if ahead else 't'}"
        yield of("coefficient-value", told, fix, schedule=None, ahead=ahead)
    slow = "momentum grows by 0.96**(0.004 * t), as in PyTorch, where Keras has 0.96**t"
    yield of("coefficient-value", slow, fix, schedule=0.004, rounded=False)
    yield of("adam-no-bias-correction", "nothing is corrected for its start", CORRECTED, schedule=None, correction=False)


def centered(**more: Any) -> Callable[..., np.ndarray]:
    """RMSprop with a mistake that is only there if it is centered."""

    def rule(step: Step, **how: Any) -> np.ndarray:
        if not step.settings["centered"]:
            raise ValueError("it is not centered")
        return rmsprop(step, **more, **how)

    return rule


def from_the_start(step: Step, **how: Any) -> np.ndarray:
    """Adagrad that forgets."""
    step.state.clear()
    return adagrad(step, **how)


def by_absolute_mean(step: Step, *, epsilon: float) -> np.ndarray:
    """w - lr g / (sqrt(v^2) + epsilon)."""
    v = step.state["v"] = step.settings["rho"] * step.kept("v") + (1 - step.settings["rho"]) * step.g
    return step.w - step.rate * step.g / (np.abs(v) + epsilon)


def of_its_own_v(step: Step, **how: Any) -> np.ndarray:
    """AMSGrad without what it is called after."""
    if not step.settings["amsgrad"]:
        raise ValueError("it is Adam")
    return adam(replace(step, settings={**step.settings, "amsgrad": False}), **how)


def of_averages() -> Iterator[Explanation]:
    for words, how in PLACES:
        for name, rule, average in (("RMSprop", rmsprop, "v"), ("Adagrad", adagrad, "a")):
            of = _Of(rule, optimizer(name))
            early = f"it divides by the {average} of the update before, which lacks the new square; epsilon is {words}"
            yield of("not-accumulated", early, f"update {average} first, then divide by it", stale=True, **how)
        unsquared = f"the mean of gradients is taken off v, not its square; epsilon is {words}"
        yield _Of(centered(unsquared=True), optimizer("RMSprop"))("square-missing", unsquared, "v - mean**2", **how)
    fresh = "the accumulator is never stored: every update divides by 0.1 + g**2, the start and its own square"
    for _, how in PLACES:
        yield _Of(from_the_start, optimizer("Adagrad"))("not-accumulated", fresh, "keep a from one update to the next", **how)
    absolute = "v averages g, not its square, and what is divided by is |v|"
    yield _Of(by_absolute_mean, optimizer("RMSprop"))("square-missing", absolute, "v = rho * v + (1 - rho) * g**2, and np.sqrt(v)")
    for place in ("root", "hat"):
        told = f"the largest v is not what it divides by, but v itself; epsilon is added to the {place}"
        yield _Of(of_its_own_v, optimizer("Adam", "AdamW"))("not-accumulated", told, "v_max = np.maximum(v_max, v)", place=place)


EXPLANATIONS = [*of_adadelta(), *of_adamax(), *of_nadam(), *of_averages()]
