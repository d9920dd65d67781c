"""All explanations, a file a family; within a family and between them the simplest come first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comparisons.diagnosis.bases import Base, by_hand, keras
from comparisons.diagnosis.explanation import Explanation
from comparisons.diagnosis.families import (
    activations,
    adam,
    adam_betas,
    bias,
    convolution,
    convolution_bias,
    cross_entropy,
    dense,
    derivatives,
    edges,
    embedding,
    entropy_slips,
    flatten,
    fused,
    gru,
    log_of_zero,
    loss_formulas,
    losses,
    lstm,
    momentum,
    moving_averages,
    normalization,
    normalization_slips,
    optimizers,
    other_optimizers,
    output_size,
    pooling,
    prelu,
    recurrent,
    recurrent_slopes,
    scaling,
    schedules,
    similarity,
    softmax,
    through_time,
    updates,
    value_formulas,
    weight_decay,
    windows,
    windows_back,
)
from comparisons.pairs.pair import Pair

EXPLANATIONS: list[Explanation] = [
    *scaling.EXPLANATIONS,
    *activations.EXPLANATIONS,
    *value_formulas.EXPLANATIONS,
    *derivatives.EXPLANATIONS,
    *softmax.EXPLANATIONS,
    *cross_entropy.EXPLANATIONS,
    *log_of_zero.EXPLANATIONS,
    *fused.EXPLANATIONS,
    *entropy_slips.EXPLANATIONS,
    *losses.EXPLANATIONS,
    *loss_formulas.EXPLANATIONS,
    *similarity.EXPLANATIONS,
    *bias.EXPLANATIONS,
    *dense.EXPLANATIONS,
    *convolution.EXPLANATIONS,
    *convolution_bias.EXPLANATIONS,
    *pooling.EXPLANATIONS,
    *windows.EXPLANATIONS,
    *windows_back.EXPLANATIONS,
    *output_size.EXPLANATIONS,
    *prelu.EXPLANATIONS,
    *flatten.EXPLANATIONS,
    *embedding.EXPLANATIONS,
    *recurrent.EXPLANATIONS,
    *recurrent_slopes.EXPLANATIONS,
    *lstm.EXPLANATIONS,
    *gru.EXPLANATIONS,
    *through_time.EXPLANATIONS,
    *normalization.EXPLANATIONS,
    *normalization_slips.EXPLANATIONS,
    *moving_averages.EXPLANATIONS,
    *updates.EXPLANATIONS,
    *momentum.EXPLANATIONS,
    *adam.EXPLANATIONS,
    *adam_betas.EXPLANATIONS,
    *weight_decay.EXPLANATIONS,
    *optimizers.EXPLANATIONS,
    *other_optimizers.EXPLANATIONS,
    *schedules.EXPLANATIONS,
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
