"""Mistakes in softmax or sigmoid together with its cross-entropy: the axis, the factor p (1 - p), exp without a shift."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comparisons.diagnosis.bases import scratch
from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.diagnosis.families.cross_entropy import Log, ingredients, is_cross_entropy, per_row, softmax, value
from comparisons.diagnosis.units import units
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

LogOf = Callable[[np.ndarray, bool], tuple[np.ndarray, np.ndarray, np.ndarray]]


def multiplied_again(pair: Pair, model: Model, case: Case) -> Outcome:
    """(p - t) p (1 - p)."""
    found, p = model(case), ingredients(pair, case).p
    return {**found, "gradient of y_pred": found["gradient of y_pred"] * p * (1 - p)}


def through_softmax_again(pair: Pair, model: Model, case: Case) -> Outcome:
    """p - t, taken back through the whole Jacobian of softmax."""
    found, p = model(case), ingredients(pair, case).p
    g = found["gradient of y_pred"]
    return {**found, "gradient of y_pred": p * (g - np.sum(p * g, axis=-1, keepdims=True))}


def normalised_over(axis: int | None, log: Log) -> Callable[[Pair, Model, Case], Outcome]:
    """Softmax along another axis, or over the whole batch, a logarithm that may be protected from 0, then p - t."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        parts = ingredients(pair, case)._replace(p=softmax(case.x, axis))
        gradient = np.asarray(case.upstream(()) * (parts.p - parts.t) / parts.averaged, dtype=case.dtype)
        return {"output": value(parts, case, log), "gradient of y_pred": gradient}

    return predict


def overflowing(log_of: LogOf, *, chosen: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """From logits without a shift.

    Args:
        log_of: (logits, binary) -> (log p, log(1 - p), p).
        chosen: log p is taken at the label only; else 0 times -inf is NaN for the other classes.
    """

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        parts = ingredients(pair, case)
        log_p, log_rest, p = log_of(case.x, parts.binary)
        terms = parts.t * log_p + ((1 - parts.t) * log_rest if parts.binary else 0)
        terms = np.where(parts.t == 0, 0, terms) if chosen and not parts.binary else terms
        made = {"output": -np.sum(terms) / parts.averaged, "gradient of y_pred": case.upstream(()) * (p - parts.t) / parts.averaged}
        found, right = model(case), scratch(pair)(case)
        return {what: np.asarray(a * units(found[what], right[what]), dtype=case.dtype) for what, a in made.items() if what in found}

    return predict


def plain_exponentials(x: np.ndarray, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    p = 1 / (1 + np.exp(-x)) if binary else np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    return np.log(p), np.log(1 - p), p


def plain_log_sum(x: np.ndarray, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if binary:
        return x - np.log(1 + np.exp(x)), -np.log(1 + np.exp(x)), np.exp(x) / (1 + np.exp(x))
    log_p = x - np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return log_p, log_p, np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


PROTECTED: tuple[Log, ...] = (np.log, lambda p: np.log(np.clip(p, 1e-7, 1 - 1e-7)), lambda p: np.log(p + 1e-7))

EXPLANATIONS = [
    *(
        Explanation("softmax-wrong-axis", f"softmax is taken over {words}", normalised_over(axis, log), per_row)
        for axis, words in ((0, "axis 0, the samples"), (None, "the whole batch"))
        for log in PROTECTED
    ),
    Explanation(
        "softmax-gradient-twice",
        "the gradient is (p - t) * p * (1 - p): the derivative is in p - t already",
        multiplied_again,
        is_cross_entropy,
    ),
    Explanation(
        "softmax-gradient-twice",
        "p - t is taken back through softmax, whose derivative is in p - t already",
        through_softmax_again,
        per_row,
    ),
    *(
        Explanation("overflow", words, overflowing(log_of, chosen=chosen), is_cross_entropy, edge=True)
        for words, log_of in (
            ("exp of the logits without a shift", plain_exponentials),
            ("log of a sum of exp without a shift", plain_log_sum),
        )
        for chosen in (True, False)
    ),
]
