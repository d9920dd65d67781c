"""Metrics of predicted probabilities."""

from __future__ import annotations

import numpy as np

from scratch import losses
from scratch.differentiable import Array
from scratch.losses.shapes import same_rank
from scratch.metrics.mean import MeanMetricWrapper


class BinaryCrossentropy(MeanMetricWrapper):
    """Mean binary cross-entropy, in nats. Source: `keras.metrics.BinaryCrossentropy`."""

    reads_logits = True

    def __init__(
        self, name: str = "binary_crossentropy", dtype: str | None = None, from_logits: bool = False, label_smoothing: float = 0
    ) -> None:
        super().__init__(losses.binary_crossentropy, name, dtype, from_logits=from_logits, label_smoothing=label_smoothing)


class CategoricalCrossentropy(MeanMetricWrapper):
    """Mean cross-entropy with one-hot targets, in nats. Source: `keras.metrics.CategoricalCrossentropy`."""

    reads_logits = True

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
        axis: int = -1,
    ) -> None:
        settings = {"from_logits": from_logits, "label_smoothing": label_smoothing, "axis": axis}
        super().__init__(losses.categorical_crossentropy, name, dtype, **settings)


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Mean cross-entropy with class numbers as targets, in nats.

    Samples of `ignore_class` add 0 to the sum. They still count as samples, unless there are sample weights: then
    they do not, as in Keras.

    Source: `keras.metrics.SparseCategoricalCrossentropy`.
    """

    reads_logits = True

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        settings = {"from_logits": from_logits, "ignore_class": ignore_class, "axis": axis}
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype, **settings)

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # as in MeanMetricWrapper
        y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
        if sample_weight is not None and self.settings["ignore_class"] is not None:
            labels = y_true[..., 0] if y_true.ndim == y_pred.ndim else y_true
            kept, sample_weight = same_rank(labels != self.settings["ignore_class"], np.asarray(sample_weight))
            sample_weight = sample_weight * kept
        super().update_state(y_true, y_pred, sample_weight)


class KLDivergence(MeanMetricWrapper):
    """Mean of sum y_true log(y_true / y_pred), in nats. Source: `keras.metrics.KLDivergence`."""

    def __init__(self, name: str = "kl_divergence", dtype: str | None = None) -> None:
        super().__init__(losses.kl_divergence, name, dtype)


class Poisson(MeanMetricWrapper):
    """Mean of y_pred - y_true log(y_pred). Source: `keras.metrics.Poisson`."""

    def __init__(self, name: str = "poisson", dtype: str | None = None) -> None:
        super().__init__(losses.poisson, name, dtype)
