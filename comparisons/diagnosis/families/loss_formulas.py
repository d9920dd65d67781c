"""Another formula for a loss or for its derivative: a term, a sign, a square or a root that is missing or too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from comparisons.diagnosis.bases import scratch
from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.activations import sigmoid
from comparisons.diagnosis.units import units
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

Formula = Callable[[np.ndarray, np.ndarray, float], np.ndarray]
"""(prediction, target, delta) -> an entry for each of theirs."""

Of = Callable[[np.ndarray, float], np.ndarray]
"""(absolute error, delta) -> an entry for each."""


class Written(NamedTuple):
    """What is written for one loss.

    Args:
        says: the formula in words.
        formulas: of every entry; what is right is their mean, or for a slope each of them over how many there are.
    """

    says: str
    formulas: tuple[Formula, ...]


def within(e: np.ndarray, delta: float) -> np.ndarray:
    return np.abs(e) <= delta


def huber(inside: Of, outside: Of) -> tuple[Formula, ...]:
    """Of the absolute error and delta; at delta itself, where such formulas jump, either."""

    def formula(compare: Callable[[np.ndarray, float], np.ndarray]) -> Formula:
        return lambda p, t, d: np.where(compare(np.abs(p - t), d), inside(np.abs(p - t), d), outside(np.abs(p - t), d))

    return formula(np.less_equal), formula(np.less)


def half(a: np.ndarray, d: float) -> np.ndarray:
    return 0.5 * a**2


def line(a: np.ndarray, d: float) -> np.ndarray:
    return d * (a - 0.5 * d)


SMALL = 1e-7
"""What Keras takes for less, where a logarithm follows."""


def within_margin(factor: float) -> Formula:
    """What has no margin in it: of a hinge, or of its square."""
    return lambda p, t, d: np.where(t * p < 1, -factor * t, 0.0)


def logarithmic(below: Callable[[np.ndarray], np.ndarray]) -> Formula:
    """The slope of a squared logarithmic error, divided by something of the prediction."""
    return lambda p, t, d: 2 * (np.log1p(np.maximum(p, SMALL)) - np.log1p(np.maximum(t, SMALL))) / below(np.maximum(p, SMALL))


ERRORS: tuple[Formula, ...] = (lambda p, t, d: t - p, lambda p, t, d: p - t)
VALUES: Mapping[str, tuple[str, tuple[Written, ...]]] = {
    "Huber": (
        "np.where(a <= delta, 0.5 * a**2, delta * (a - 0.5 * delta)), a the absolute error",
        (
            Written("beyond delta it is delta * a: - 0.5 * delta**2 is missing", huber(half, lambda a, d: d * a)),
            Written("beyond delta it is delta * (a - delta), where 0.5 * delta is taken off", huber(half, lambda a, d: d * (a - d))),
            Written("beyond delta it is delta * a - delta, where 0.5 * delta**2 is taken off", huber(half, lambda a, d: d * a - d)),
            Written("beyond delta it is a - 0.5 * delta: the factor delta is missing", huber(half, lambda a, d: a - 0.5 * d)),
            Written("beyond delta it is delta * (a - 0.5), where 0.5 * delta belongs", huber(half, lambda a, d: d * (a - 0.5))),
            Written("beyond delta it is a, no line that goes on where the parabola ends", huber(half, lambda a, d: a)),
            Written("within delta it is a**2: 0.5 is missing", huber(lambda a, d: a**2, line)),
            Written("the two cases are exchanged", huber(line, half)),
        ),
    ),
    "MeanSquaredError": (
        "take the mean of the squares of the errors",
        (
            Written("it is the mean of the errors, not of their squares", ERRORS),
            Written("it is the mean absolute error", (lambda p, t, d: np.abs(p - t),)),
        ),
    ),
    "MeanAbsoluteError": (
        "take the mean of the absolute values of the errors",
        (
            Written("it is the mean of the errors, not of their absolute values", ERRORS),
            Written("it is the mean squared error", (lambda p, t, d: (p - t) ** 2,)),
        ),
    ),
    "Hinge": (
        "np.maximum(0, 1 - {target} * {prediction})",
        (
            Written("it is max(0, -{target} * {prediction}): the margin of 1 is missing", (lambda p, t, d: np.maximum(0, -t * p),)),
            Written("it is max(0, 1 + {target} * {prediction})", (lambda p, t, d: np.maximum(0, 1 + t * p),)),
        ),
    ),
}
"""By loss: what is right, and formulas of the value."""

SLOPES: Mapping[str, tuple[str, tuple[Written, ...]]] = {
    "Huber": (
        "np.where(np.abs(e) <= delta, e, delta * np.sign(e)), e = {prediction} - {target}",
        (
            Written("beyond delta the slope is delta whatever the sign", (lambda p, t, d: np.where(within(p - t, d), p - t, d),)),
            Written(
                "beyond delta the slope is the sign alone, without delta",
                (lambda p, t, d: np.where(within(p - t, d), p - t, np.sign(p - t)),),
            ),
            Written("the slope is the error, beyond delta as well", (lambda p, t, d: p - t,)),
        ),
    ),
    "MeanAbsoluteError": (
        "np.sign({prediction} - {target})",
        (
            Written("the slope is the error itself, not its sign", (lambda p, t, d: p - t, lambda p, t, d: 2 * (p - t))),
            Written("the slope is 1 whatever the sign", (lambda p, t, d: np.ones_like(p),)),
        ),
    ),
    "MeanSquaredError": (
        "2 * ({prediction} - {target})",
        (
            Written("the slope is the sign of the error", (lambda p, t, d: np.sign(p - t),)),
            Written("the slope is the square of the error", (lambda p, t, d: (p - t) ** 2,)),
            Written("the slope is twice the absolute error", (lambda p, t, d: 2 * np.abs(p - t),)),
            Written(
                "the error is multiplied by the derivative of a sigmoid of {prediction}, which is its output already",
                (lambda p, t, d: 2 * (p - t) * sigmoid(p) * (1 - sigmoid(p)),),
            ),
        ),
    ),
    "SquaredHinge": (
        "-2 * {target} * np.maximum(0, 1 - {target} * {prediction})",
        (
            Written("the slope is -2 * {target} within the margin: the margin itself is missing", (within_margin(2.0),)),
            Written("the slope is -{target} within the margin, that of a hinge", (within_margin(1.0),)),
        ),
    ),
    "MeanSquaredLogarithmicError": (
        "2 * (np.log1p({prediction}) - np.log1p({target})) / (1 + {prediction})",
        (
            Written("it is divided by {prediction}, where 1 + {prediction} belongs", (logarithmic(lambda p: p),)),
            Written("it is not divided by 1 + {prediction}", (logarithmic(np.ones_like),)),
        ),
    ),
}
"""By loss: what is right, and formulas of the derivative by the prediction."""


def delta_of(case: Case) -> float:
    return float(case.settings.get("delta", 1.0))


def averaged(case: Case) -> None:
    """Only what is a mean of all entries is written here."""
    if case.settings.get("reduction", "sum_over_batch_size") != "sum_over_batch_size" or "sample_weight" in case.given:
        raise ValueError("written for the mean of all entries")


def of_value(formula: Formula) -> Callable[[Pair, Model, Case], Outcome]:
    """The mean of a formula; the gradient is as it should be."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        averaged(case)
        value, found = np.mean(formula(case.x, case.given["y_true"], delta_of(case))), model(case)
        return {**found, "output": np.asarray(value * units(found["output"], scratch(pair)(case)["output"]), dtype=case.dtype)}

    return predict


def of_slope(formula: Formula) -> Callable[[Pair, Model, Case], Outcome]:
    """A formula over how many entries there are; the value is as it should be."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        averaged(case)
        slope = case.upstream(()) * formula(case.x, case.given["y_true"], delta_of(case)) / case.x.size
        found, what = model(case), "gradient of y_pred"
        return {**found, what: np.asarray(slope * units(found[what], scratch(pair)(case)[what]), dtype=case.dtype)}

    return predict


def rooted(pair: Pair, model: Model, case: Case) -> Outcome:
    """The root of the loss, and perhaps its derivative."""
    found = model(case)
    root = np.sqrt(found["output"])
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = {what: a / (2 * root) for what, a in found.items() if what != "output"}
    return {**slopes, "output": root}


def negated(pair: Pair, model: Model, case: Case) -> Outcome:
    """The value alone with the other sign."""
    found = model(case)
    return {**found, "output": -found["output"]}


def has_a_sign(pair: Pair) -> bool:
    """A cosine similarity is a loss with a minus and a similarity without: both are meant by somebody."""
    return pair.kind == "loss" and pair.name != "CosineSimilarity"


def named(name: str) -> Callable[[Pair], bool]:
    return lambda pair: pair.kind == "loss" and pair.name == name


def without_margin(pair: Pair, model: Model, case: Case) -> Outcome:
    """max(0, neg - pos) of a categorical hinge, and its derivative."""
    p, t = case.x, case.given["y_true"]
    far, others = (1 - t) * p, np.max((1 - t) * p, axis=-1)
    beyond = np.maximum(0, others - np.sum(t * p, axis=-1))
    first = np.arange(p.shape[-1]) == far.argmax(axis=-1)[..., None]
    slope = np.where((beyond > 0)[..., None], first * (1 - t) - t, 0)
    if case.settings.get("reduction") == "none":
        return {"output": beyond, "gradient of y_pred": case.upstream(beyond.shape)[..., None] * slope}
    averaged(case)
    return {"output": np.asarray(beyond.mean()), "gradient of y_pred": case.upstream(()) * slope / beyond.size}


def formulas() -> Iterator[Explanation]:
    for code, by_loss, predict in (("value-formula", VALUES, of_value), ("derivative-formula", SLOPES, of_slope)):
        for name, (right, written) in by_loss.items():
            for says, ways in written:
                yield from (Explanation(code, says, predict(formula), named(name), fix=right) for formula in ways)


EXPLANATIONS = [
    Explanation(
        "sign-flipped", "the value is -1 x Keras's: a minus is missing", negated, has_a_sign, fix="put a minus before {loss value}"
    ),
    Explanation("value-formula", "the root is taken of it", rooted, named("MeanSquaredError"), fix="leave np.sqrt out"),
    *formulas(),
    *(
        Explanation(
            "value-formula",
            "it is max(0, neg - pos): the margin of 1 is missing",
            predict,
            named("CategoricalHinge"),
            fix="np.maximum(0, neg - pos + 1)",
        )
        for predict in (without_margin, lambda *args: {"output": without_margin(*args)["output"]})
    ),
]
