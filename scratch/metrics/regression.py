"""Errors of predicted numbers."""

from __future__ import annotations

import numpy as np

from scratch import losses
from scratch.differentiable import Array
from scratch.losses.shapes import same_rank
from scratch.metrics.mean import Mean, MeanMetricWrapper


class MeanSquaredError(MeanMetricWrapper):
    """Mean of (y_true - y_pred)^2. Source: `keras.metrics.MeanSquaredError`."""

    def __init__(self, name: str = "mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(losses.mean_squared_error, name, dtype)


class RootMeanSquaredError(Mean):
    """Root of the mean of (y_true - y_pred)^2 over everything seen. Source: `keras.metrics.RootMeanSquaredError`."""

    def __init__(self, name: str = "root_mean_squared_error", dtype: str | None = None) -> None:
        super().__init__(name, dtype)

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # as in Keras: two arrays here, one in Mean
        y_true, y_pred = same_rank(np.asarray(y_true, dtype=self.dtype), np.asarray(y_pred, dtype=self.dtype))
        with np.errstate(over="ignore"):  # inf in the error, as in Keras
            super().update_state(np.square(y_pred - y_true), sample_weight)

    def result(self) -> float:
        with np.errstate(invalid="ignore"):  # negative weights can make it NaN
            return float(np.sqrt(super().result()))


class MeanAbsoluteError(MeanMetricWrapper):
    """Mean of |y_true - y_pred|. Source: `keras.metrics.MeanAbsoluteError`."""

    def __init__(self, name: str = "mean_absolute_error", dtype: str | None = None) -> None:
        super().__init__(losses.mean_absolute_error, name, dtype)


class MeanAbsolutePercentageError(MeanMetricWrapper):
    """Mean of 100 |y_true - y_pred| / |y_true|, in percent. Source: `keras.metrics.MeanAbsolutePercentageError`."""

    def __init__(self, name: str = "mean_absolute_percentage_error", dtype: str | None = None) -> None:
        super().__init__(losses.mean_absolute_percentage_error, name, dtype)


class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """Mean of (log(1 + y_true) - log(1 + y_pred))^2. Source: `keras.metrics.MeanSquaredLogarithmicError`."""

    def __init__(self, name: str = "mean_squared_logarithmic_error", dtype: str | None = None) -> None:
        super().__init__(losses.mean_squared_logarithmic_error, name, dtype)


class LogCoshError(MeanMetricWrapper):
    """Mean of log(cosh(y_pred - y_true)). Source: `keras.metrics.LogCoshError`."""

    def __init__(self, name: str = "logcosh", dtype: str | None = None) -> None:
        super().__init__(losses.log_cosh, name, dtype)


def cosine_similarity(y_true: Array, y_pred: Array, axis: int) -> Array:
    """Cosine of the angle between target and prediction: the loss of that name without its minus sign."""
    return -losses.cosine_similarity(y_true, y_pred, axis=axis)


class CosineSimilarity(MeanMetricWrapper):
    """Mean cosine of the angle between target and prediction along `axis`. Source: `keras.metrics.CosineSimilarity`."""

    def __init__(self, name: str = "cosine_similarity", dtype: str | None = None, axis: int = -1) -> None:
        super().__init__(cosine_similarity, name, dtype, axis=axis)
