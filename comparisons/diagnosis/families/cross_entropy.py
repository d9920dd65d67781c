"""Mistakes in cross-entropies: the logarithm, and what keeps it from 0."""

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
NEARLY = 1e-4  # relative: Keras renormalises rows, and clips
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
    mean, told = float(value(ingredients(pair, calm), calm, np.log)), model(calm)["output"]
    if told.shape != () or mean == 0:
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


def no_logarithm(pair: Pair, model: Model, case: Case) -> Outcome:
    parts = ingredients(pair, case)
    return {**model(case), "output": value(parts, case, lambda p: p)}


def of_the_label_alone(pair: Pair, model: Model, case: Case) -> Outcome:
    """-log of the probability of the label, without 0 times infinity for the other classes."""
    parts = ingredients(pair, case)
    terms = np.where(parts.t == 0, 0, parts.t * np.log(parts.p))
    return {**model(case), "output": np.asarray(-np.sum(terms) / parts.averaged, dtype=case.dtype)}


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


ADDED = Parameter("epsilon", (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-5, 1e-6, 1e-4, 1e-3), 1e-12, 0.1)
CLIPPED = Parameter(
    "epsilon", (1e-15, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5, 1e-4, 1e-20, 1e-30, 1e-300, 1e-3, 2.220446049250313e-16)
)
CLIPPED_BELOW = replace(CLIPPED, known=(*CLIPPED.known, 1e-7))
LOG_OF_SUM = with_logarithm(lambda p, e: np.log(p + p.dtype.type(e)), lambda p, e: 1 / (p + p.dtype.type(e)))
EACH_CLIPPED = (
    with_logarithm(lambda p, e: np.log(np.maximum(p, p.dtype.type(e))), lambda p, e: (p >= e) / np.maximum(p, p.dtype.type(e))),
    with_logarithm(lambda p, e: np.log(np.maximum(p, p.dtype.type(e))), lambda p, e: 1 / np.maximum(p, p.dtype.type(e))),
)
"""p and 1 - p raised to epsilon, one by one: with a gradient of 0 where that was done, and without."""
UNCLIPPED = "nothing keeps the logarithm from 0, where it is infinite"

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
