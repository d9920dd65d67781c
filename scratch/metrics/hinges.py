"""Hinge metrics."""

from __future__ import annotations

from scratch import losses
from scratch.metrics.mean import MeanMetricWrapper


class Hinge(MeanMetricWrapper):
    """Mean of max(1 - y_true y_pred, 0), targets 0 counting as -1. Source: `keras.metrics.Hinge`."""

    def __init__(self, name: str = "hinge", dtype: str | None = None) -> None:
        super().__init__(losses.hinge, name, dtype)


class SquaredHinge(MeanMetricWrapper):
    """Mean of the square of `Hinge`. Source: `keras.metrics.SquaredHinge`."""

    def __init__(self, name: str = "squared_hinge", dtype: str | None = None) -> None:
        super().__init__(losses.squared_hinge, name, dtype)


class CategoricalHinge(MeanMetricWrapper):
    """Mean of max(largest wrong output - right output + 1, 0). Source: `keras.metrics.CategoricalHinge`."""

    def __init__(self, name: str = "categorical_hinge", dtype: str | None = None) -> None:
        super().__init__(losses.categorical_hinge, name, dtype)
