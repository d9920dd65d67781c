"""Mistakes in the gradients of a PReLU."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Terms = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(dy, x, alpha) -> what is summed over the batch."""


def is_prelu(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "PReLU"


def summed(terms: Terms) -> Callable[[Pair, Model, Case], Outcome]:
    """Another gradient of alpha, summed as it should be."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, alpha = model(case), case.inputs["alpha"]
        rows = terms(case.upstream(case.x.shape), case.x, alpha)
        shared = tuple(i for i, n in enumerate(alpha.shape, start=1) if n == 1)
        return {**found, "gradient of alpha": rows.sum(axis=(0, *shared)).reshape(alpha.shape).astype(case.dtype)}

    return predict


def not_summed(pair: Pair, model: Model, case: Case) -> Outcome:
    """A row for every sample."""
    return {**model(case), "gradient of alpha": case.upstream(case.x.shape) * np.minimum(case.x, 0)}


def without_slope(pair: Pair, model: Model, case: Case) -> Outcome:
    """dx of a relu."""
    return {**model(case), "gradient of x": case.upstream(case.x.shape) * (case.x > 0)}


RIGHT = "{alpha gradient} = np.sum({upstream} * {input} * ({input} < 0), axis=0)"

EXPLANATIONS = [
    Explanation("relu-mask-wrong", "{alpha gradient} counts positive {input}, too", summed(lambda dy, x, a: dy * x), is_prelu, fix=RIGHT),
    Explanation(
        "relu-mask-wrong",
        "{alpha gradient} counts positive {input} only",
        summed(lambda dy, x, a: dy * np.maximum(x, 0)),
        is_prelu,
        fix=RIGHT,
    ),
    Explanation(
        "derivative-formula",
        "{alpha gradient} is the sum of {upstream} below 0: {input} is missing",
        summed(lambda dy, x, a: dy * (x < 0)),
        is_prelu,
        fix=RIGHT,
    ),
    Explanation(
        "derivative-formula",
        "{alpha gradient} is taken of alpha * {input} below 0, not of {input}",
        summed(lambda dy, x, a: dy * a * np.minimum(x, 0)),
        is_prelu,
        fix=RIGHT,
    ),
    Explanation("gradient-not-summed", "{alpha gradient} has a row for every sample", not_summed, is_prelu, fix=RIGHT),
    Explanation(
        "derivative-formula",
        "{input gradient} is 0 below 0: alpha is missing",
        without_slope,
        is_prelu,
        fix="{input gradient} = {upstream} * np.where({input} > 0, 1, alpha)",
    ),
]
