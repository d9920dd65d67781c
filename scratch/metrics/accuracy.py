"""Accuracy in its Keras forms."""

from __future__ import annotations

import numpy as np

from scratch import config
from scratch.differentiable import Array
from scratch.losses.shapes import same_rank
from scratch.metrics.argmax import argmax
from scratch.metrics.mean import MeanMetricWrapper


def accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the target, as a number of the predictions' dtype, equals the prediction, else 0.

    Source: `keras.metrics.Accuracy`.
    """
    y_true, y_pred = same_rank(np.asarray(y_true), np.asarray(y_pred))
    return as_floats(y_true.astype(y_pred.dtype) == y_pred)


def binary_accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> Array:
    """1 where `y_pred > threshold` says the same as the target, else 0; the threshold is a float32 number.

    Source: `keras.metrics.binary_accuracy`.
    """
    y_true, y_pred = same_rank(np.asarray(y_true), np.asarray(y_pred))
    return as_floats(y_true == (y_pred > np.float32(threshold)))


def categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest output is that of the one-hot target, else 0, (batch, ..., classes) -> (batch, ...).

    Source: `keras.metrics.categorical_accuracy`.
    """
    return as_floats(argmax(np.asarray(y_true)) == argmax(np.asarray(y_pred)))


def sparse_categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest output is number `y_true`, else 0, (batch, ...) and (batch, ..., classes) -> (batch, ...).

    Targets may have a last axis of length 1 more, and a last axis of length 1 is dropped from the result.

    Source: `keras.metrics.sparse_categorical_accuracy`.
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = y_true[..., 0]
    matches = as_floats(y_true == argmax(y_pred))
    return matches[..., 0] if matches.ndim > 1 and matches.shape[-1] == 1 else matches


def as_floats(matches: np.ndarray) -> np.ndarray:
    """True and False as 1 and 0 in `floatx`."""
    return matches.astype(config.floatx())


class Accuracy(MeanMetricWrapper):
    """Share of predictions equal to the target. Source: `keras.metrics.Accuracy`."""

    def __init__(self, name: str = "accuracy", dtype: str | None = None) -> None:
        super().__init__(accuracy, name, dtype)


class BinaryAccuracy(MeanMetricWrapper):
    """Share of outputs on the target's side of `threshold`. Source: `keras.metrics.BinaryAccuracy`."""

    def __init__(self, name: str = "binary_accuracy", dtype: str | None = None, threshold: float = 0.5) -> None:
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)


class CategoricalAccuracy(MeanMetricWrapper):
    """Share of rows whose largest output is the one-hot target's. Source: `keras.metrics.CategoricalAccuracy`."""

    def __init__(self, name: str = "categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(categorical_accuracy, name, dtype)


class SparseCategoricalAccuracy(MeanMetricWrapper):
    """Share of rows whose largest output is the target's number. Source: `keras.metrics.SparseCategoricalAccuracy`."""

    def __init__(self, name: str = "sparse_categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)
