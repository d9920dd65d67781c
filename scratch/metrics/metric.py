"""What every metric has: a running state over batches."""
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from scratch import config
from scratch.differentiable import Array


class Metric(ABC):
    """Base class of the metrics: feed batches to `update_state`, read `result()`, start over with `reset_state`.

    Args:
        name: what `History` calls it.
        dtype: of the result; `floatx` unless given.

    Source: `keras.metrics.Metric`.
    """

    def __init__(self, name: str | None = None, dtype: str | None = None) -> None:
        self.name = name or type(self).__name__
        self.dtype = dtype or config.floatx()
        self.reset_state()

    @abstractmethod
    def reset_state(self) -> None:
        """Forget everything seen so far."""

    @abstractmethod
    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:
        """Take one batch into account."""

    @abstractmethod
    def result(self) -> float:
        """The metric over everything seen since the last reset."""

    def __call__(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> float:
        """Update, then the result so far."""
        self.update_state(y_true, y_pred, sample_weight)
        return self.result()


class Mean(Metric):
    """Weighted mean of the values it is fed, 0 before any. Source: `keras.metrics.Mean`."""

    def reset_state(self) -> None:
        self.total, self.count = 0.0, 0.0

    def update_state(self, values: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # Keras's Mean takes values
        values = np.asarray(values)
        if sample_weight is None:
            self.total += float(values.sum())
            self.count += values.size
            return
        weight = np.broadcast_to(_trailing_axes(np.asarray(sample_weight), values.ndim), values.shape)
        self.total += float((values * weight).sum())
        self.count += float(weight.sum())

    def result(self) -> float:
        return self.total / self.count if self.count else 0.0


class MeanOfFunction(Mean):
    """Mean over samples of `function(y_true, y_pred, **settings)`. Source: `keras.metrics.MeanMetricWrapper`."""

    function: Any

    def __init__(self, name: str | None = None, dtype: str | None = None, **settings: Any) -> None:
        super().__init__(name, dtype)
        self.settings = settings

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # as in Keras: two arrays here, one in Mean
        super().update_state(type(self).function(y_true, y_pred, **self.settings), sample_weight)


def _trailing_axes(weight: np.ndarray, ndim: int) -> np.ndarray:
    return weight.reshape(weight.shape + (1,) * (ndim - weight.ndim))
