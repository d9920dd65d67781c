"""Mistakes in the order in which an image becomes a row."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def reordered(order: Callable[[int], tuple[int, ...]]) -> Callable[[Pair, Model, Case], Outcome]:
    """Flattened after the axes were put in another order: ndim -> order."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        axes = order(case.x.ndim)
        turned = np.transpose(case.x, axes)
        y = turned.reshape(len(case.x), -1)
        return {"output": y, "gradient of x": np.transpose(case.upstream(y.shape).reshape(turned.shape), np.argsort(axes))}

    return predict


def channels_first(ndim: int) -> tuple[int, ...]:
    return (0, ndim - 1, *range(1, ndim - 1))


def backwards(ndim: int) -> tuple[int, ...]:
    return (0, *range(ndim - 1, 0, -1))


def is_flatten(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "Flatten"


EXPLANATIONS = [
    Explanation("layout-flatten", "flattened as (channels, rows, columns)", reordered(channels_first), is_flatten),
    Explanation("layout-flatten", "flattened with the first axis running fastest", reordered(backwards), is_flatten),
]
