"""Mistakes in Adam with its two coefficients: one where the other should be, a correction for one average alone, no square."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.optimizers import USUAL_EPSILONS, optimizer, with_epsilon
from comparisons.diagnosis.rules import adam
from comparisons.diagnosis.updating import run
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

BETAS = {"beta_1": 0.9, "beta_2": 0.999}
PLACES = ("hat", "root")
CODE = "adam-betas-swapped"
MOMENTS = "m = beta_1 * m + (1 - beta_1) * g, v = beta_2 * v + (1 - beta_2) * g**2"
CORRECTED = "m_hat = m / (1 - beta_1**t), v_hat = v / (1 - beta_2**t)"
is_adam = optimizer("Adam", "AdamW")


def exchanged(**how: Any) -> Callable[[Pair, Model, Case, float], Outcome]:
    """Adam with beta_1 for beta_2 and the reverse in both averages."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        betas = {name: case.settings.get(name, usual) for name, usual in BETAS.items()}
        turned = case.with_settings(beta_1=betas["beta_2"], beta_2=betas["beta_1"])
        return run(pair.name, turned, partial(adam, epsilon=epsilon, **how))

    return predict


def explanations(place: str) -> Iterator[Explanation]:
    """All of them, with epsilon at this place."""

    def of(code: str, says: str, fix: str, predict: Callable[..., Outcome]) -> Explanation:
        return Explanation(code, f"{says}, epsilon = {{parameter}}", predict, is_adam, USUAL_EPSILONS, fix=fix)

    rule = partial(with_epsilon, adam, place=place)
    crossed = ("beta_2", "beta_1")
    yield of(CODE, "v_hat is v / (1 - beta_1**t)", CORRECTED, rule(corrected_by=("beta_1", "beta_1")))
    yield of(CODE, "m_hat is m / (1 - beta_2**t)", CORRECTED, rule(corrected_by=("beta_2", "beta_2")))
    yield of(CODE, "m_hat is m / (1 - beta_2**t) and v_hat v / (1 - beta_1**t)", CORRECTED, rule(corrected_by=crossed))
    yield of(CODE, "m averages by beta_2 and v by beta_1", MOMENTS, exchanged(place=place))
    yield of(CODE, "m averages by beta_2 and v by beta_1, corrected the right way", MOMENTS, exchanged(place=place, corrected_by=crossed))
    yield of("adam-no-bias-correction", "v is used without bias correction", CORRECTED, rule(correction="m"))
    yield of("adam-no-bias-correction", "m is used without bias correction", CORRECTED, rule(correction="v"))
    yield of(
        "adam-correction-kept", "the corrected m is kept as m", "keep m itself: m_hat is for this update only", rule(correction="kept")
    )
    yield of(
        "adam-correction-kept",
        "the corrected m and v are kept as m and v",
        "keep m and v themselves: m_hat and v_hat are for this update only",
        rule(correction="both kept"),
    )
    yield of("square-missing", "v averages g, not its square", MOMENTS, rule(square=lambda g: g))
    yield of("square-missing", "v averages |g|, not the square of g", MOMENTS, rule(square=np.abs))


EXPLANATIONS = [explanation for place in PLACES for explanation in explanations(place)]
