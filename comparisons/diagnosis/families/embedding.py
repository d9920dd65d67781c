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


def repeated(pair: Pair, case: Case) -> Iterator[Case]:
    """Two indices only."""
    yield case.with_x(case.x % 2)


EXPLANATIONS = [
    Explanation(
        "embedding-last-wins",
        "of repeated indices the last one alone counts",
        last_wins,
        lambda pair: pair.kind == "layer" and pair.name == "Embedding",
        telling=repeated,
        fix="np.add.at({embeddings gradient}, {input}, {upstream})",
    ),
]
