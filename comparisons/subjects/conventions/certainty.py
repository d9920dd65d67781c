"""Losses of probabilities near 0 and 1: what textbooks clip, each at another place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.checks.directional import directional
from comparisons.checks.example import Example
from comparisons.judging import Compared, undecided
from comparisons.pairs.case import Case

SURE = 1e-5  # probabilities nearer to 0 and 1 are touched by no usual clipping
CERTAINTY = "certain predictions"
ROUGHLY = 1e-5
CERTAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.5, 0.5))
ON_SIMPLEX = ("CategoricalCrossentropy", "SparseCategoricalCrossentropy")
"""Losses whose predictions for a sample add up to 1."""


def with_certain_predictions(case: Case, *, on_simplex: bool) -> Case:
    """The example with certain predictions, right and wrong ones."""
    if not on_simplex:
        return case.with_x(np.resize(np.asarray([1.0, 0.0, 0.5], dtype=case.dtype), case.x.shape))
    rows, width = np.zeros_like(case.x), case.x.shape[-1]
    for number, row in enumerate(rows):
        row[: min(width, 3)] = CERTAIN[number % 3][: min(width, 3)]
    return case.with_x(rows / np.maximum(rows.sum(axis=-1, keepdims=True), 0.5))


def unsaturated(example: Example) -> Iterator[Compared]:
    """`directional`, away from probabilities that textbooks clip: there the value is flat, and by custom the gradient is not."""
    p = probabilities(example.case.x, binary=example.pair.name.startswith("Binary"))
    if min(p.min(initial=1.0), (1 - p).min(initial=1.0)) < SURE:
        yield undecided("derivative along a random direction of y_pred", "a probability that may be clipped")
    else:
        yield from directional(example)


def certain(example: Example) -> Iterator[Compared]:
    """The value at certain predictions."""
    pair: Any = example.pair
    case = with_certain_predictions(example.case, on_simplex=pair.name in ON_SIMPLEX)
    yield replace(Example(pair, case).judge("output"), settled=True)


def roughly_certain(example: Example) -> Iterator[Compared]:
    """The same of a focal loss: where the logarithm is clipped is seen; whether the factor beside it is, which tells 1e-7, is not."""
    for compared in certain(example):
        same = compared.apart.shape == compared.reference.shape and np.allclose(compared.candidate, compared.reference, rtol=ROUGHLY)
        yield replace(compared, allowed=np.maximum(compared.allowed, ROUGHLY * np.abs(compared.reference))) if same else compared


def probabilities(x: np.ndarray, *, binary: bool) -> np.ndarray:
    """Of logits."""
    with np.errstate(over="ignore", under="ignore"):
        if binary:
            return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        return np.asarray(e / e.sum(axis=-1, keepdims=True))
