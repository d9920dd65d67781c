"""Mistakes in the gradient of an embedding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.diagnosis.explanation import Explanation, Model
from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair


def last_wins(pair: Pair, model: Model, case: Case) -> Outcome:
    """What `dW[indices] = dy` does, and `+=` on zeros: NumPy writes every index once."""
    found = model(case)
    gradient = np.zeros_like(found["gradient of embeddings"])
    gradient[case.x] = case.upstream(found["output"].shape)
    return {**found, "gradient of embeddings": gradient}


def last_of_a_sample_wins(pair: Pair, model: Model, case: Case) -> Outcome:
    """`dW[row] += d` for one sample after the other: within a sample every index is written once."""
    found = model(case)
    gradient, dy = np.zeros_like(found["gradient of embeddings"]), case.upstream(found["output"].shape)
    for row, d in zip(case.x, dy):
        gradient[row] += d
    return {**found, "gradient of embeddings": gradient}


def averaged(pair: Pair, model: Model, case: Case) -> Outcome:
    """The gradient of every index divided by how often it is there."""
    found = model(case)
    counts = np.bincount(case.x.ravel(), minlength=len(found["gradient of embeddings"]))
    return {**found, "gradient of embeddings": found["gradient of embeddings"] / np.maximum(counts, 1)[:, None].astype(case.dtype)}


def repeated(pair: Pair, case: Case) -> Iterator[Case]:
    """Two indices only."""
    yield case.with_x(case.x % 2)


def is_embedding(pair: Pair) -> bool:
    return pair.kind == "layer" and pair.name == "Embedding"


EXPLANATIONS = [
    Explanation(
        "embedding-last-wins",
        "of repeated indices the last one alone counts",
        last_wins,
        is_embedding,
        telling=repeated,
        fix="np.add.at({embeddings gradient}, {input}, {upstream})",
    ),
    Explanation(
        "embedding-last-wins",
        "of repeated indices within a sample the last one alone counts",
        last_of_a_sample_wins,
        is_embedding,
        telling=repeated,
        fix="np.add.at({embeddings gradient}, {input}, {upstream})",
    ),
    Explanation(
        "derivative-formula",
        "the gradient of every index is the mean over its places, not their sum",
        averaged,
        is_embedding,
        telling=repeated,
        fix="np.add.at({embeddings gradient}, {input}, {upstream}), and no division",
    ),
]
