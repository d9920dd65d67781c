"""Mistakes in the logarithm of a cross-entropy; what keeps it from 0 is in log_of_zero.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from comparisons.diagnosis.bases import Base, scratch, seen
from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

CROSS_ENTROPIES = ("BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy")
Log = Callable[[np.ndarray], np.ndarray]


class Ingredients(NamedTuple):
    """What a cross-entropy is made of: targets as probabilities, predictions, and how many values are averaged."""

    t: np.ndarray
    p: np.ndarray
    averaged: int
    binary: bool


def is_cross_entropy(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name in CROSS_ENTROPIES


def per_row(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name in CROSS_ENTROPIES[1:]


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
    """The mean of -t log(p), and of -(1 - t) log(1 - p) if binary; of every sample where none is asked for."""
    terms = parts.t * log(parts.p)
    if parts.binary:
        terms = terms + (1 - parts.t) * log(1 - parts.p)
    if case.settings.get("reduction") == "none":
        rows = int(np.prod(case.x.shape[:-1]))
        return np.asarray(-np.sum(terms, axis=-1) * rows / parts.averaged, dtype=case.dtype)
    return np.asarray(-np.sum(terms) / parts.averaged, dtype=case.dtype)


def slope(parts: Ingredients, case: Case, inverse: Log) -> np.ndarray:
    """The derivative of that by the probabilities; `inverse` is 1 / p as the mistake has it."""
    terms = -parts.t * inverse(parts.p)
    if parts.binary:
        terms = terms + (1 - parts.t) * inverse(1 - parts.p)
    if case.settings.get("reduction") == "none":
        rows = case.x.shape[:-1]
        return np.asarray(case.upstream(rows)[..., None] * terms * int(np.prod(rows)) / parts.averaged, dtype=case.dtype)
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


def no_logarithm(pair: Pair, model: Model, case: Case) -> Outcome:
    parts = ingredients(pair, case)
    return {**model(case), "output": value(parts, case, lambda p: p)}


def in_base(base: float, *, gradient: bool) -> Callable[[Pair, Model, Case], Outcome]:
    """The value, and perhaps the gradient, of a logarithm to another base."""

    def predict(pair: Pair, model: Model, case: Case) -> Outcome:
        return {what: a / a.dtype.type(np.log(base)) if gradient or what == "output" else a for what, a in model(case).items()}

    return predict


def first_term_alone(log: Callable[..., np.ndarray], inverse: Callable[..., np.ndarray]) -> Callable[..., Outcome]:
    """-t log(p) without -(1 - t) log(1 - p)."""

    def predict(pair: Pair, model: Model, case: Case, *number: float) -> Outcome:
        parts = ingredients(pair, case)._replace(binary=False)
        found = {"output": value(parts, case, lambda p: log(p, *number))}
        return seen(pair, case, found | {"gradient of y_pred": slope(parts, case, lambda p: inverse(p, *number))})

    return predict


def is_binary(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name == "BinaryCrossentropy"


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


def labels_as_rows(pair: Pair) -> Iterator[Base]:
    """Numbers for labels as Keras's other loss takes rows: clipped at 16.1180956, where that for numbers gives 16.1180958."""
    if pair.kind != "loss" or pair.name != "SparseCategoricalCrossentropy":
        return

    right = scratch(pair)

    def outcome(case: Case) -> Outcome:
        if case.settings.get("from_logits") or case.settings.get("reduction") == "none":
            return right(case)
        parts = ingredients(pair, case)
        low, one = parts.p.dtype.type(1e-7), parts.p.dtype.type(1)
        return {**right(case), "output": value(parts._replace(p=np.clip(parts.p, low, one - low)), case, np.log)}

    yield Base(outcome)


ADDED = Parameter("epsilon", (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 2.220446049250313e-16, 1e-5, 1e-6, 1e-4, 1e-3), 1e-12, 0.1)
CLIPPED = Parameter(
    "epsilon", (1e-15, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5, 1e-4, 1e-20, 1e-30, 1e-300, 1e-3, 2.220446049250313e-16)
)
LOG_OF_SUM = with_logarithm(lambda p, e: np.log(p + p.dtype.type(e)), lambda p, e: 1 / (p + p.dtype.type(e)))

EXPLANATIONS = [
    *(
        Explanation("log-base", f"the logarithm is taken to base {base:g}{told}", in_base(base, gradient=gradient), is_cross_entropy)
        for base in (10.0, 2.0)
        for gradient, told in ((True, ""), (False, " in the value"))
    ),
    *(
        Explanation("second-term-missing", f"only {{target}} * log({shown}) is there", first_term_alone(log, inverse), is_binary, epsilons)
        for shown, log, inverse, epsilons in (
            ("p", lambda p: np.log(np.clip(p, 1e-7, 1 - 1e-7)), lambda p: 1 / np.clip(p, 1e-7, 1 - 1e-7), None),
            ("p + {parameter}", lambda p, e: np.log(p + p.dtype.type(e)), lambda p, e: 1 / (p + p.dtype.type(e)), ADDED),
            ("p), clipped at ({parameter}", lambda p, e: np.log(np.clip(p, e, 1 - e)), lambda p, e: 1 / np.clip(p, e, 1 - e), CLIPPED),
        )
    ),
    Explanation("log-missing", "the value is the mean of -{target} * {prediction}, without the logarithm", no_logarithm, is_cross_entropy),
    Explanation("epsilon-in-log", "log(p + {parameter}) stands for the logarithm", LOG_OF_SUM, is_cross_entropy, ADDED),
    Explanation(
        "epsilon-in-log", "log(p + {parameter}) stands for the logarithm of the value", value_alone(LOG_OF_SUM), is_cross_entropy, ADDED
    ),
]
