"""All explanations, a file a family; within a family and between them the simplest come first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comparisons.diagnosis.bases import Base, by_hand, keras
from comparisons.diagnosis.explanation import Explanation
from comparisons.diagnosis.families import (
    activations,
    adam,
    convolution,
    cross_entropy,
    dense,
    derivatives,
    edges,
    embedding,
    flatten,
    fused,
    log_of_zero,
    losses,
    momentum,
    normalization,
    optimizers,
    pooling,
    recurrent,
    recurrent_slopes,
    scaling,
    similarity,
    softmax,
)
from comparisons.pairs.pair import Pair

EXPLANATIONS: list[Explanation] = [
    *scaling.EXPLANATIONS,
    *activations.EXPLANATIONS,
    *derivatives.EXPLANATIONS,
    *softmax.EXPLANATIONS,
    *cross_entropy.EXPLANATIONS,
    *log_of_zero.EXPLANATIONS,
    *fused.EXPLANATIONS,
    *losses.EXPLANATIONS,
    *similarity.EXPLANATIONS,
    *dense.EXPLANATIONS,
    *convolution.EXPLANATIONS,
    *pooling.EXPLANATIONS,
    *flatten.EXPLANATIONS,
    *embedding.EXPLANATIONS,
    *recurrent.EXPLANATIONS,
    *recurrent_slopes.EXPLANATIONS,
    *normalization.EXPLANATIONS,
    *momentum.EXPLANATIONS,
    *adam.EXPLANATIONS,
    *optimizers.EXPLANATIONS,
    *edges.EXPLANATIONS,
]
BASES: list[Callable[[Pair], Iterator[Base]]] = [
    by_hand,
    keras,
    cross_entropy.textbook,
    cross_entropy.labels_as_rows,
]


def explanations_for(pair: Pair) -> list[Explanation]:
    """Those that make sense for a pair, the simplest first."""
    return [explanation for explanation in EXPLANATIONS if explanation.applies(pair)]


def bases_of(pair: Pair) -> list[Base]:
    """What is right, the fastest first."""
    return [base for bases in BASES for base in bases(pair)]
