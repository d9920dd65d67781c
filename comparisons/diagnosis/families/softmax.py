"""Mistakes in softmax: the axis, and the Jacobian."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.activations import is_one_of
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Axis = int | None


def softmax(x: np.ndarray, axis: Axis) -> np.ndarray:
    """Normalised over `axis`; over everything if None."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def over(axis: Axis, back: Axis | str) -> Callable[[Pair, Model, Case], Outcome]:
    """Normalised over `axis`, the Jacobian taken over `back`: an axis, None for everything, or `'diagonal'`."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        y = softmax(case.x, axis)
        dy = case.upstream(y.shape)
        if isinstance(back, str):
            return {"output": y, "gradient of x": dy * y * (1 - y)}
        return {"output": y, "gradient of x": y * (dy - (dy * y).sum(axis=back, keepdims=True))}

    return predict


def diagonal(pair: Pair, model: Model, case: Case) -> Outcome:
    """p (1 - p) dy."""
    found = model(case)
    y = found["output"]
    return {**found, "gradient of x": case.upstream(y.shape) * y * (1 - y)}


def diagonal_alone(pair: Pair, model: Model, case: Case) -> Outcome:
    """p (1 - p), the upstream gradient forgotten as well."""
    found = model(case)
    return {**found, "gradient of x": found["output"] * (1 - found["output"])}


WRONG: tuple[tuple[Axis, str], ...] = ((0, "over axis 0, the samples"), (None, "over the whole array"))

EXPLANATIONS = [
    *(
        Explanation("softmax-wrong-axis", f"normalised {words}", over(axis, back), is_one_of("softmax"))
        for axis, words in WRONG
        for back in (axis, -1, "diagonal")
    ),
    Explanation(
        "softmax-diagonal-gradient",
        "{input gradient} is {upstream} * p * (1 - p): the entries off the diagonal are missing",
        diagonal,
        is_one_of("softmax"),
    ),
    Explanation(
        "softmax-diagonal-gradient",
        "{input gradient} is p * (1 - p): the entries off the diagonal are missing, and {upstream}",
        diagonal_alone,
        is_one_of("softmax"),
    ),
]
