"""What keeps a cosine similarity from dividing by 0: Keras has max(length, 1e-7) for both vectors, people add a small number somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model, Parameter
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair

EPSILONS = Parameter("epsilon", (1e-8, 1e-7, 1e-12, 1e-10, 1e-6, 1e-9, 1e-5, 1e-16), 1e-17, 0.1)


class Divisor(NamedTuple):
    """What the scalar product is divided by, and the derivative of that by the length of the prediction."""

    value: np.ndarray
    slope: np.ndarray


def added_to_product(t: np.ndarray, p: np.ndarray, epsilon: float) -> Divisor:
    return Divisor(t * p + epsilon, t)


def added_to_each(t: np.ndarray, p: np.ndarray, epsilon: float) -> Divisor:
    return Divisor((t + epsilon) * (p + epsilon), t + epsilon)


def largest_of_product(t: np.ndarray, p: np.ndarray, epsilon: float) -> Divisor:
    return Divisor(np.maximum(t * p, epsilon), np.where(t * p > epsilon, t, 0))


def divided_by(divisor: Callable[[np.ndarray, np.ndarray, float], Divisor]) -> Callable[[Pair, Model, Case, float], Outcome]:
    """-mean(t . p / divisor), and its derivative by p."""

    def predict(pair: Pair, model: Model, case: Case, epsilon: float) -> Outcome:
        t, p, axis = case.given["y_true"].astype(case.dtype), case.x, case.settings.get("axis", -1)
        product = np.sum(t * p, axis=axis, keepdims=True)
        length_t, length = (np.sqrt(np.sum(a * a, axis=axis, keepdims=True)) for a in (t, p))
        by = divisor(length_t, length, epsilon)
        direction = np.divide(p, length, out=np.zeros_like(p), where=length > 0)
        gradient = t / by.value - product * by.slope * direction / by.value**2
        found = {"output": -np.mean(product / by.value), "gradient of y_pred": -case.upstream(()) * gradient / product.size}
        return {what: np.asarray(a, dtype=case.dtype) for what, a in found.items()}

    return predict


def is_cosine(pair: Pair) -> bool:
    return pair.kind == "loss" and pair.name == "CosineSimilarity"


def nothing_added(pair: Pair, model: Model, case: Case) -> Outcome:
    with np.errstate(divide="ignore", invalid="ignore"):
        return divided_by(added_to_product)(pair, model, case, 0.0)


LIKE_KERAS = "divide by np.maximum(length, 1e-7) of each vector, or state it"

EXPLANATIONS = [
    Explanation(
        "epsilon-value", "epsilon = {parameter} is added to the product of the two lengths", divided_by(added_to_product), is_cosine,
        EPSILONS, fix=LIKE_KERAS,
    ),
    Explanation(
        "epsilon-value", "epsilon = {parameter} is added to each of the two lengths", divided_by(added_to_each), is_cosine, EPSILONS,
        fix=LIKE_KERAS,
    ),
    Explanation(
        "epsilon-value", "the product of the two lengths is at least {parameter}", divided_by(largest_of_product), is_cosine, EPSILONS,
        fix=LIKE_KERAS, edge=True,
    ),
    Explanation(
        "epsilon-value", "nothing keeps it from dividing by a length of 0", nothing_added, is_cosine, kind="D", fix=LIKE_KERAS, edge=True,
    ),
]  # fmt: skip
