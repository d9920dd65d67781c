"""Weight decay of optimizers that have it as a setting, taken otherwise than lr * weight_decay * w off w before the update."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.optimizers import USUAL_EPSILONS, optimizer
from comparisons.diagnosis.rules import adam
from comparisons.diagnosis.updating import Rule, Step, run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

USUAL = 0.004  # AdamW's, in Keras
Decay = Callable[[Step, float, Rule], np.ndarray]
"""(update, weight decay, rule without one) -> the new variable."""


def decayed(decay: Decay, place: str) -> Callable[[Pair, Model, Case, float], Outcome]:
    """Adam that takes the decay of the settings in a way of its own."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        share = case.settings.get("weight_decay", USUAL if pair.name == "AdamW" else None)
        if not share:
            raise ValueError("without weight decay")
        share, rule = float(share), partial(adam, epsilon=epsilon, place=place)
        return run(pair.name, case.with_settings(weight_decay=None), lambda step: decay(step, share, rule))

    return predict


def without_rate(step: Step, share: float, rule: Rule) -> np.ndarray:
    return rule(replace(step, w=step.w - share * step.w))


def in_gradient(step: Step, share: float, rule: Rule) -> np.ndarray:
    return rule(replace(step, g=step.g + share * step.w))


def upwards(step: Step, share: float, rule: Rule) -> np.ndarray:
    return rule(replace(step, w=step.w + step.rate * share * step.w))


def after(step: Step, share: float, rule: Rule) -> np.ndarray:
    w = rule(step)
    return w - step.rate * share * w


def after_without_rate(step: Step, share: float, rule: Rule) -> np.ndarray:
    w = rule(step)
    return w - share * w


OFF = "w -= lr * weight_decay * w"
WAYS: Mapping[str, tuple[tuple[str, str, Decay], ...]] = {
    "decay-without-rate": (
        ("weight_decay * w is taken off w, without the learning rate", OFF, without_rate),
        ("weight_decay * w is taken off the new w, without the learning rate", f"{OFF} before the update", after_without_rate),
    ),
    "decay-in-gradient": (("weight_decay * w is added to the gradient, and so to m and v: Adam with an L2 penalty", OFF, in_gradient),),
    "sign-flipped": (("lr * weight_decay * w is added to w", OFF, upwards),),
    "decay-after-update": (("lr * weight_decay * w is taken off the new w", f"{OFF} before the update", after),),
}


def ways() -> Iterator[Explanation]:
    for code, written in WAYS.items():
        for says, fix, decay in written:
            for place in ("hat", "root"):
                yield Explanation(
                    code,
                    f"{says}, epsilon = {{parameter}}",
                    decayed(decay, place),
                    optimizer("AdamW"),
                    USUAL_EPSILONS,
                    fix=fix,
                )


EXPLANATIONS = list(ways())
