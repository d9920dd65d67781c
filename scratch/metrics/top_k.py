"""Accuracy that is content with a place among the first k."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array
from scratch.metrics.accuracy import as_floats
from scratch.metrics.argmax import argmax
from scratch.metrics.mean import MeanMetricWrapper


def top_k_categorical_accuracy(y_true: Array, y_pred: Array, k: int = 5) -> Array:
    """1 where the output of the one-hot target is among the k largest, else 0, (batch, ..., classes) -> (batch, ...).

    Source: `keras.metrics.top_k_categorical_accuracy`, which takes float32 predictions only.
    """
    return as_floats(_in_top_k(argmax(np.asarray(y_true)), np.asarray(y_pred), k))


def sparse_top_k_categorical_accuracy(y_true: Array, y_pred: Array, k: int = 5, from_sorted_ids: bool = False) -> Array:
    """1 where output number `y_true` is among the k largest, else 0, (batch, ...) and (batch, ..., classes) -> (batch, ...).

    Args:
        y_true: class numbers.
        y_pred: outputs, or, if `from_sorted_ids`, class numbers from the best one on.
        k: how many count.
        from_sorted_ids: see `y_pred`.

    Source: `keras.metrics.sparse_top_k_categorical_accuracy`, which takes float32 predictions only.
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    labels, rows = y_true.reshape(-1), y_pred.reshape(-1, y_pred.shape[-1])
    if from_sorted_ids:
        return as_floats(np.any(labels[:, None] == rows[:, :k], axis=-1).reshape(y_true.shape))
    return as_floats(_in_top_k(labels.astype(np.int64), rows, k).reshape(y_true.shape))


def _in_top_k(labels: np.ndarray, outputs: np.ndarray, k: int) -> np.ndarray:
    """True where fewer than k outputs of a row are larger than the label's: of a tie at the border, all are in.

    As in TensorFlow, a row with an infinity or a NaN has no place for anything, and no row has one for a label that
    is not the number of a class.
    """
    exists = (labels >= 0) & (labels < outputs.shape[-1])
    own = np.take_along_axis(outputs, np.where(exists, labels, 0)[..., None], axis=-1)
    return exists & np.all(np.isfinite(outputs), axis=-1) & (np.sum(outputs > own, axis=-1) < k)


class TopKCategoricalAccuracy(MeanMetricWrapper):
    """Share of rows with the one-hot target's output among the k largest. Source: `keras.metrics.TopKCategoricalAccuracy`."""

    def __init__(self, k: int = 5, name: str = "top_k_categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """Share of rows with the target's output among the k largest. Source: `keras.metrics.SparseTopKCategoricalAccuracy`."""

    def __init__(
        self, k: int = 5, name: str = "sparse_top_k_categorical_accuracy", dtype: str | None = None, from_sorted_ids: bool = False
    ) -> None:
        super().__init__(sparse_top_k_categorical_accuracy, name, dtype, k=k, from_sorted_ids=from_sorted_ids)
