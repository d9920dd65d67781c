"""What keeps the logarithm of a cross-entropy from 0: nothing, or clipping in another way than Keras's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from comparisons.diagnosis.bases import seen
from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.cross_entropy import (
    CLIPPED,
    ingredients,
    is_binary,
    is_cross_entropy,
    per_row,
    slope,
    value,
    with_logarithm,
)
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

NEARLY = 1e-4  # relative: Keras renormalises rows, and clips


def with_clipping(*, above: bool, flat: bool) -> Callable[[Pair, Model, Case, float], Outcome]:
    """A cross-entropy whose probabilities are clipped first.

    Args:
        above: at 1 - epsilon, too.
        flat: the gradient is 0 where something was clipped.
    """

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        parts = ingredients(pair, case)
        low, one = parts.p.dtype.type(epsilon), parts.p.dtype.type(1)
        clipped = parts._replace(p=np.clip(parts.p, low, one - low if above else one))
        found = {"output": value(clipped, case, np.log)}
        if case.settings.get("from_logits"):
            return found
        gradient = slope(clipped, case, lambda p: 1 / p)
        return seen(pair, case, found | {"gradient of y_pred": gradient * (clipped.p == parts.p) if flat else gradient})

    return predict


def in_the_same_units(predict: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """The value times what the model's is times the mean: who sums has an edge N times as large."""

    def scaled(pair: Pair, model: Model, case: Case, *number: float) -> Outcome:
        found = predict(pair, model, case, *number)
        with np.errstate(over="ignore", invalid="ignore"):
            return found | {"output": np.asarray(found["output"] * case.x.dtype.type(_factor(pair, model, case)))}

    return scaled


def _factor(pair: Pair, model: Model, case: Case) -> float:
    """The model's value over the mean where no probability is near an edge; 1 where that is no plain number."""
    x = np.clip(case.x, -1, 1) if case.settings.get("from_logits") else np.clip(case.x, 0.25, 0.75)
    calm = case.with_x(x if pair.name == "BinaryCrossentropy" or case.settings.get("from_logits") else x / x.sum(axis=-1, keepdims=True))
    told = model(calm)["output"]
    mean = float(value(ingredients(pair, calm), calm, np.log)) if told.shape == () else 0.0
    if mean == 0:
        return 1.0
    ratio = float(told) / mean
    whole = round(ratio) if ratio >= 1 - NEARLY else 1 / round(1 / ratio) if ratio > NEARLY else 0
    return whole if whole and abs(ratio / whole - 1) < NEARLY else 1.0


def made_finite(pair: Pair, model: Model, case: Case) -> Outcome:
    """np.nan_to_num of every term: the largest number in place of infinity, 0 in place of 0 times infinity."""
    parts = ingredients(pair, case)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        terms = -parts.t * np.log(parts.p)
        terms = terms - (1 - parts.t) * np.log(1 - parts.p) if parts.binary else terms
        total = np.sum(np.nan_to_num(terms)) * case.x.dtype.type(_factor(pair, model, case) / parts.averaged)
    return {**model(case), "output": np.asarray(total, dtype=case.dtype)}


def of_the_label_alone(pair: Pair, model: Model, case: Case) -> Outcome:
    """-log of the probability of the label, without 0 times infinity for the other classes."""
    parts = ingredients(pair, case)
    rows = -np.sum(np.where(parts.t == 0, 0, parts.t * np.log(parts.p)), axis=-1)
    made = rows if case.settings.get("reduction") == "none" else np.sum(rows) / parts.averaged
    return {**model(case), "output": np.asarray(made, dtype=case.dtype)}


def unclipped_divergence(*, of_zero: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """sum(t log(t / p)), averaged over the samples; where t is 0 no number, or `of_zero` 0."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        t, p = case.given["y_true"].astype(case.dtype), case.x
        terms = t * np.log(t / p)
        each = np.sum(np.where(t == 0, 0, terms) if of_zero else terms, axis=-1)
        return {**model(case), "output": np.asarray(each.mean(), dtype=case.dtype)}

    return predict


def is_divergence(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name == "KLDivergence"


CLIPPED_BELOW = replace(CLIPPED, known=(*CLIPPED.known, 1e-7))
EACH_CLIPPED = (
    with_logarithm(lambda p, e: np.log(np.maximum(p, p.dtype.type(e))), lambda p, e: (p >= e) / np.maximum(p, p.dtype.type(e))),
    with_logarithm(lambda p, e: np.log(np.maximum(p, p.dtype.type(e))), lambda p, e: 1 / np.maximum(p, p.dtype.type(e))),
)
"""p and 1 - p raised to epsilon, one by one: with a gradient of 0 where that was done, and without."""
UNCLIPPED = "nothing keeps the logarithm from 0, where it is infinite"

EXPLANATIONS = [
    Explanation(
        "log-of-zero",
        UNCLIPPED,
        in_the_same_units(with_logarithm(np.log, lambda p: 1 / p)),
        is_cross_entropy,
        kind="D",
        edge=True,
    ),
    Explanation(
        "log-of-zero",
        "nothing keeps the logarithm from 0; np.nan_to_num makes the largest number of what is infinite",
        made_finite,
        is_cross_entropy,
        kind="D",
        edge=True,
    ),
    Explanation(
        "log-of-zero",
        "the probability of the label rounds to 0, and its logarithm is infinite",
        in_the_same_units(of_the_label_alone),
        per_row,
        kind="D",
        edge=True,
        fix="take log_softmax: z - log(sum(exp(z))), z shifted by the largest logit, in place of the logarithm of the softmax",
    ),
    *(
        Explanation("log-of-zero", UNCLIPPED, unclipped_divergence(of_zero=of_zero), is_divergence, kind="D", edge=True)
        for of_zero in (False, True)
    ),
    *(
        Explanation(
            "log-of-zero",
            f"p is clipped to [{{parameter}}, {top}]",
            in_the_same_units(with_clipping(above=above, flat=flat)),
            is_cross_entropy,
            epsilons,
            edge=True,
        )
        for above, top, epsilons in ((True, "1 - {parameter}", CLIPPED), (False, "1", CLIPPED_BELOW))
        for flat in (True, False)
    ),
    *(
        Explanation(
            "log-of-zero",
            "p and 1 - p are each clipped to [{parameter}, 1]",
            predict,
            is_binary,
            CLIPPED_BELOW,
            edge=True,
        )
        for predict in map(in_the_same_units, EACH_CLIPPED)
    ),
]
