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


def divided(shift: Axis, total: Axis) -> Callable[[Pair, Model, Case], Outcome]:
    """Shifted along one axis, divided by the sums along another; the Jacobian is taken as it should be."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        e = np.exp(case.x - case.x.max(axis=shift, keepdims=True))
        y = e / e.sum(axis=total, keepdims=True)
        dy = case.upstream(y.shape)
        return {"output": y, "gradient of x": y * (dy - (dy * y).sum(axis=-1, keepdims=True))}

    return predict


def back_by(slope: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[[Pair, Model, Case], Outcome]:
    """Going back otherwise: (p, dy) -> dx, both with the classes last."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        found, axis = model(case), case.settings.get("axis", -1)
        p, dy = (np.moveaxis(a, axis, -1) for a in (found["output"], case.upstream(found["output"].shape)))
        return {**found, "gradient of x": np.moveaxis(slope(p, dy), -1, axis)}

    return predict


def total(a: np.ndarray) -> np.ndarray:
    summed: np.ndarray = a.sum(axis=-1, keepdims=True)
    return summed


def diagonal_alone(pair: Pair, model: Model, case: Case) -> Outcome:
    """p (1 - p), the upstream gradient forgotten as well."""
    found = model(case)
    return {**found, "gradient of x": found["output"] * (1 - found["output"])}


def back_over_samples(pair: Pair, model: Model, case: Case) -> Outcome:
    """The sum of the Jacobian's rows over axis 0; the value as it should be."""
    found = model(case)
    p, dy = found["output"], case.upstream(found["output"].shape)
    return {**found, "gradient of x": p * (dy - (dy * p).sum(axis=0, keepdims=True))}


WRONG: tuple[tuple[Axis, str], ...] = ((0, "over axis 0, the samples"), (None, "over the whole array"))

MIXED: tuple[tuple[Axis, Axis, str], ...] = (
    (-1, 0, "shifted by the largest of each row, divided by the sums of the columns"),
    (-1, None, "shifted by the largest of each row, divided by the sum of everything"),
    (0, -1, "shifted by the largest of each column, divided by the sums of the rows"),
)
JACOBIANS: tuple[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]], ...] = (
    ("off its diagonal the Jacobian is p_i * p_j, not -p_i * p_j", lambda p, dy: p * (dy + total(p * dy) - 2 * p * dy)),
    ("the Jacobian is diag(p) + p @ p.T, where the second term is subtracted", lambda p, dy: p * (dy + total(p * dy))),
    ("p.T @ p, one number, is taken off diag(p), where the matrix p @ p.T belongs", lambda p, dy: p * dy - total(p * p) * total(dy)),
    ("the sum is that of {upstream}, not of {upstream} * p", lambda p, dy: p * (dy - total(dy))),
    ("p is missing before the brackets", lambda p, dy: dy - total(p * dy)),
)
BACK = "{input gradient} = p * ({upstream} - np.sum({upstream} * p, axis=-1, keepdims=True)), the Jacobian diag(p) - p @ p.T, p a column"

EXPLANATIONS = [
    *(
        Explanation("softmax-wrong-axis", f"normalised {words}", over(axis, back), is_one_of("softmax"))
        for axis, words in WRONG
        for back in (axis, -1, "diagonal")
    ),
    *(Explanation("softmax-wrong-axis", says, divided(shift, summed), is_one_of("softmax")) for shift, summed, says in MIXED),
    *(Explanation("derivative-formula", says, back_by(slope), is_one_of("softmax"), fix=BACK) for says, slope in JACOBIANS),
    Explanation(
        "softmax-wrong-axis",
        "going back, {upstream} * p is summed over axis 0, the samples",
        back_over_samples,
        is_one_of("softmax"),
        fix=BACK,
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
