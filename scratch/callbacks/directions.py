"""Which way is better: whether a metric is to rise or to fall."""

from __future__ import annotations

from collections.abc import Iterable

from scratch import losses, metrics
from scratch.metrics.metric import Metric

RISING = (
    metrics.Accuracy,
    metrics.BinaryAccuracy,
    metrics.CategoricalAccuracy,
    metrics.CosineSimilarity,
    metrics.FBetaScore,
    metrics.Precision,
    metrics.Recall,
    metrics.SparseCategoricalAccuracy,
    metrics.SparseTopKCategoricalAccuracy,
    metrics.TopKCategoricalAccuracy,
)
FALLING = (
    metrics.BinaryCrossentropy,
    metrics.CategoricalCrossentropy,
    metrics.CategoricalHinge,
    metrics.Hinge,
    metrics.KLDivergence,
    metrics.LogCoshError,
    metrics.MeanAbsoluteError,
    metrics.MeanAbsolutePercentageError,
    metrics.MeanSquaredError,
    metrics.MeanSquaredLogarithmicError,
    metrics.Poisson,
    metrics.RootMeanSquaredError,
    metrics.SparseCategoricalCrossentropy,
    metrics.SquaredHinge,
)


def direction(name: str, among: Iterable[Metric]) -> str | None:
    """`'max'` or `'min'` for the quantity called `name` (without `val_`), None where nobody can say.

    Losses fall; so do metrics that are the mean of a loss. A user's own function may mean either.

    Source: the attribute `_direction` of Keras's metrics.
    """
    found = "min" if name == "loss" else None
    for metric in among:
        if metric.name == name:
            found = _of(metric) or found
    return found


def _of(metric: Metric) -> str | None:
    if isinstance(metric, RISING):
        return "max"
    wraps_a_loss = isinstance(getattr(metric, "fn", None), (losses.LossFunction, losses.Loss))
    return "min" if isinstance(metric, FALLING) or wraps_a_loss else None
