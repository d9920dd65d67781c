"""Mistakes in losses that are no mere factor: logarithms, clipping, broadcasting, and softmax or sigmoid fused with their cross-entropy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from comparisons.diagnosis.bases import Base, scratch, seen
from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

CROSS_ENTROPIES = ("BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy")
Log = Callable[[np.ndarray], np.ndarray]
LogOf = Callable[[np.ndarray, bool], tuple[np.ndarray, np.ndarray, np.ndarray]]


class Ingredients(NamedTuple):
    """What a cross-entropy is made of: targets as probabilities, predictions, and how many values are averaged."""

    t: np.ndarray
    p: np.ndarray
    averaged: int
    binary: bool


def is_cross_entropy(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name in CROSS_ENTROPIES


def ingredients(pair: Pair, case: Case) -> Ingredients:
    """Of probabilities, or of logits through the softmax or sigmoid."""
    x, t, binary = case.x, case.given["y_true"], pair.name == "BinaryCrossentropy"
    p = (sigmoid(x) if binary else softmax(x)) if case.settings.get("from_logits") else x
    if pair.name.startswith("Sparse"):
        t = np.eye(x.shape[-1], dtype=x.dtype)[t.reshape(x.shape[:-1])]
    return Ingredients(t.astype(x.dtype), p, x.size if binary else int(np.prod(x.shape[:-1])), binary)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def softmax(x: np.ndarray, axis: int | None = -1) -> np.ndarray:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def value(parts: Ingredients, case: Case, log: Log) -> np.ndarray:
    """The mean of -t log(p), and of -(1 - t) log(1 - p) if binary."""
    terms = parts.t * log(parts.p)
    if parts.binary:
        terms = terms + (1 - parts.t) * log(1 - parts.p)
    return np.asarray(-np.sum(terms) / parts.averaged, dtype=case.dtype)


def slope(parts: Ingredients, case: Case, inverse: Log) -> np.ndarray:
    """The derivative of that by the probabilities; `inverse` is 1 / p as the mistake has it."""
    terms = -parts.t * inverse(parts.p)
    if parts.binary:
        terms = terms + (1 - parts.t) * inverse(1 - parts.p)
    return np.asarray(case.upstream(()) * terms / parts.averaged, dtype=case.dtype)


def with_logarithm(log: Callable[..., np.ndarray], inverse: Callable[..., np.ndarray]) -> Callable[..., Outcome]:
    """A cross-entropy with another logarithm, and another 1 / p; both may take the number of the explanation."""

    def predict(pair: Pair, model: Model, case: Case, *number: float) -> Outcome:
        parts = ingredients(pair, case)
        found = {"output": value(parts, case, lambda p: log(p, *number))}
        if case.settings.get("from_logits"):
            return found  # people take p - t there, whatever the value is
        return seen(pair, case, found | {"gradient of y_pred": slope(parts, case, lambda p: inverse(p, *number))})

    return predict


def value_alone(predict: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """What it says about the value; the gradient is as it should be."""
    return lambda *arguments: {"output": predict(*arguments)["output"]}


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


def no_logarithm(pair: Pair, model: Model, case: Case) -> Outcome:
    parts = ingredients(pair, case)
    return {**model(case), "output": value(parts, case, lambda p: p)}


def multiplied_again(pair: Pair, model: Model, case: Case) -> Outcome:
    """(p - t) p (1 - p)."""
    found, p = model(case), ingredients(pair, case).p
    return {**found, "gradient of y_pred": found["gradient of y_pred"] * p * (1 - p)}


def normalised_over(axis: int | None) -> Callable[[Pair, Model, Case], Outcome]:
    """Softmax along another axis, or over the whole batch, then p - t."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        parts = ingredients(pair, case)._replace(p=softmax(case.x, axis))
        gradient = np.asarray(case.upstream(()) * (parts.p - parts.t) / parts.averaged, dtype=case.dtype)
        return {"output": value(parts, case, np.log), "gradient of y_pred": gradient}

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
        gradient = case.upstream(()) * (p - parts.t) / parts.averaged
        return {
            "output": np.asarray(-np.sum(terms) / parts.averaged, dtype=case.dtype),
            "gradient of y_pred": np.asarray(gradient, dtype=case.dtype),
        }

    return predict


def plain_exponentials(x: np.ndarray, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    p = 1 / (1 + np.exp(-x)) if binary else np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    return np.log(p), np.log(1 - p), p


def plain_log_sum(x: np.ndarray, binary: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if binary:
        return x - np.log(1 + np.exp(x)), -np.log(1 + np.exp(x)), np.exp(x) / (1 + np.exp(x))
    log_p = x - np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return log_p, log_p, np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def broadcast(pair: Pair, model: Model, case: Case) -> Outcome:
    """Every prediction met every target."""
    x, t = case.x, case.given["y_true"]
    n = len(x)
    if x.shape != (n, 1) or n < 2:
        return model(case)
    crossed = replace(case.with_x(np.repeat(x, n, axis=1)), given={"y_true": np.repeat(t.reshape(1, n), n, axis=0)})
    return model(crossed)


def broadcast_and_summed(pair: Pair, model: Model, case: Case) -> Outcome:
    """The same, with the gradient added up to the shape of the prediction."""
    found = broadcast(pair, model, case)
    return (
        found
        if found["gradient of y_pred"].shape == case.x.shape
        else found | {"gradient of y_pred": found["gradient of y_pred"].sum(axis=1, keepdims=True)}
    )


def one_column(pair: Pair, case: Case) -> Iterator[Case]:
    """The first column alone."""
    if case.given["y_true"].shape == case.x.shape and case.x.ndim == 2 and pair.name != "CategoricalCrossentropy":
        yield replace(case.with_x(case.x[:, :1]), given={"y_true": case.given["y_true"][:, :1]})


def with_delta(pair: Pair, model: Model, case: Case, delta: float) -> Outcome:
    return model(case.with_settings(delta=delta))


def textbook(pair: Pair) -> Iterator[Base]:
    """-t / p, as books have it: Keras adds the same number to a whole row, since it renormalises the row first.

    What flows on to the logits of a softmax is the same.
    """
    if not per_row(pair):
        return

    right = scratch(pair)

    def outcome(case: Case) -> Outcome:
        found = right(case)
        if case.settings.get("from_logits") or "gradient of y_pred" not in found:
            return found
        return seen(pair, case, {**found, "gradient of y_pred": slope(ingredients(pair, case), case, lambda p: 1 / p)})

    yield Base(outcome)


def per_row(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name in CROSS_ENTROPIES[1:]


ADDED = Parameter("epsilon", (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-5, 1e-6, 1e-4, 1e-3), 1e-12, 0.1)
CLIPPED = Parameter(
    "epsilon", (1e-15, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5, 1e-4, 1e-20, 1e-30, 1e-300, 1e-3, 2.220446049250313e-16)
)
DELTAS = Parameter("delta", (1.0, 0.5, 1.35, 1.5, 2.0, 0.1), 1e-3, 100.0, "delta")
LOG_OF_SUM = with_logarithm(lambda p, e: np.log(p + p.dtype.type(e)), lambda p, e: 1 / (p + p.dtype.type(e)))
UNCLIPPED = "nothing keeps the logarithm from 0, where it is infinite"

EXPLANATIONS = [
    Explanation("log-missing", "the value is the mean of -{target} * {prediction}, without the logarithm", no_logarithm, is_cross_entropy),
    Explanation("epsilon-in-log", "log(p + {parameter}) stands for the logarithm", LOG_OF_SUM, is_cross_entropy, ADDED),
    Explanation(
        "epsilon-in-log", "log(p + {parameter}) stands for the logarithm of the value", value_alone(LOG_OF_SUM), is_cross_entropy, ADDED
    ),
    Explanation("softmax-wrong-axis", "softmax is taken over axis 0, the samples", normalised_over(0), per_row),
    Explanation("softmax-wrong-axis", "softmax is taken over the whole batch", normalised_over(None), per_row),
    Explanation(
        "softmax-gradient-twice",
        "the gradient is (p - t) * p * (1 - p): the derivative is in p - t already",
        multiplied_again,
        is_cross_entropy,
    ),
    Explanation(
        "labels-broadcast", "(N, 1) and (N,) met and became (N, N)", broadcast, lambda pair: pair.kind == "loss", telling=one_column
    ),
    Explanation(
        "labels-broadcast",
        "(N, 1) and (N,) met and became (N, N)",
        broadcast_and_summed,
        lambda pair: pair.kind == "loss",
        telling=one_column,
    ),
    Explanation("coefficient-value", "delta is {parameter}", with_delta, lambda pair: pair.name == "Huber", DELTAS),
    Explanation(
        "log-of-zero",
        UNCLIPPED,
        with_logarithm(np.log, lambda p: 1 / p),
        is_cross_entropy,
        kind="D",
        edge=True,
    ),
    *(
        Explanation(
            "log-of-zero",
            f"p is clipped to [{{parameter}}, {top}]",
            with_clipping(above=above, flat=flat),
            is_cross_entropy,
            CLIPPED,
            edge=True,
        )
        for above, top in ((True, "1 - {parameter}"), (False, "1"))
        for flat in (True, False)
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
