"""Accuracy in its Keras forms."""
from __future__ import annotations

from typing import Any

import numpy as np

from scratch.differentiable import Array
from scratch.losses.loss import same_rank
from scratch.metrics.metric import MeanOfFunction


def accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where prediction and target are equal, else 0. Source: `keras.metrics.Accuracy`."""
    y_true, y_pred = same_rank(np.asarray(y_true), np.asarray(y_pred))
    return y_true == y_pred


def binary_accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> Array:
    """1 where `y_pred > threshold` says the same as the target. Source: `keras.metrics.BinaryAccuracy`."""
    y_true, y_pred = same_rank(np.asarray(y_true), np.asarray(y_pred))
    return y_true == (y_pred > threshold)


def categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest output is that of the one-hot target, (batch, ..., classes) -> (batch, ...).

    Source: `keras.metrics.CategoricalAccuracy`.
    """
    return np.argmax(y_true, axis=-1) == np.argmax(y_pred, axis=-1)


def sparse_categorical_accuracy(y_true: Array, y_pred: Array) -> Array:
    """1 where the largest output is number `y_true`, (batch, ...) and (batch, ..., classes) -> (batch, ...).

    Source: `keras.metrics.SparseCategoricalAccuracy`.
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = y_true[..., 0]
    return y_true == np.argmax(y_pred, axis=-1)


class Accuracy(MeanOfFunction):
    """Share of predictions equal to the target. Source: `keras.metrics.Accuracy`."""

    function = accuracy

    def __init__(self, name: str = "accuracy", dtype: str | None = None) -> None:
        super().__init__(name, dtype)


class BinaryAccuracy(MeanOfFunction):
    """Share of outputs on the target's side of `threshold`. Source: `keras.metrics.BinaryAccuracy`."""

    function = binary_accuracy

    def __init__(self, name: str = "binary_accuracy", dtype: str | None = None, threshold: float = 0.5) -> None:
        super().__init__(name, dtype, threshold=threshold)


class CategoricalAccuracy(MeanOfFunction):
    """Share of rows whose largest output is the one-hot target's. Source: `keras.metrics.CategoricalAccuracy`."""

    function = categorical_accuracy

    def __init__(self, name: str = "categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(name, dtype)


class SparseCategoricalAccuracy(MeanOfFunction):
    """Share of rows whose largest output is the target's number. Source: `keras.metrics.SparseCategoricalAccuracy`."""

    function = sparse_categorical_accuracy

    def __init__(self, name: str = "sparse_categorical_accuracy", dtype: str | None = None) -> None:
        super().__init__(name, dtype)


def accuracy_for(y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...], **settings: Any) -> MeanOfFunction:
    """What Keras means by `metrics=['accuracy']`, by the shapes of targets and outputs."""
    if y_pred_shape[-1] == 1:
        return BinaryAccuracy("accuracy", **settings)
    if len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1:
        return SparseCategoricalAccuracy("accuracy", **settings)
    return CategoricalAccuracy("accuracy", **settings)
