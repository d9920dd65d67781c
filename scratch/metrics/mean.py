"""Running means and sums, of values and of functions of targets and predictions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from scratch.configurable import Config, Made, written
from scratch.differentiable import Array
from scratch.losses.shapes import same_rank
from scratch.metrics.metric import Metric


class Mean(Metric):
    """Weighted mean of the values it is fed, 0 before any.

    A batch of values with more axes than one counts a mean over the others for each entry of the first; a single
    number counts once.

    Source: `keras.metrics.Mean`.
    """

    state_names = ("total", "count")
    total: float
    count: float

    def __init__(self, name: str | None = "mean", dtype: str | None = None) -> None:
        super().__init__(name, dtype)

    def update_state(self, values: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # Keras's Mean takes values
        values, weight = samplewise(values, sample_weight, np.mean, self.dtype)
        self.total += float(values.sum(dtype=np.float64))
        self.count += float(np.sum(weight)) if weight is not None else len(values) if values.ndim else 1

    def result(self) -> float:
        return self.total / self.count if self.count else 0.0


class Sum(Metric):
    """Weighted sum of the values it is fed. Source: `keras.metrics.Sum`."""

    state_names = ("total",)
    total: float

    def __init__(self, name: str | None = "sum", dtype: str | None = None) -> None:
        super().__init__(name, dtype)

    def update_state(self, values: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # Keras's Sum takes values
        self.total += float(samplewise(values, sample_weight, np.sum, self.dtype)[0].sum(dtype=np.float64))

    def result(self) -> float:
        return self.total


class MeanMetricWrapper(Mean):
    """Mean over samples of `fn(y_true, y_pred, **settings)`.

    Args:
        fn: returns one value a sample, or more, which are averaged.
        name: what `History` calls it.
        dtype: what the values are rounded to.
        settings: passed on to `fn`.

    Source: `keras.metrics.MeanMetricWrapper`.
    """

    def __init__(self, fn: Callable[..., Array], name: str | None = None, dtype: str | None = None, **settings: Any) -> None:
        super().__init__(name, dtype)
        self.fn = fn
        self.settings = settings

    def get_config(self) -> Config:
        """The arguments, and the settings of `fn`."""
        return {**super().get_config(), **written(self.settings)}

    @classmethod
    def from_config(cls: type[Made], config: Mapping[str, Any]) -> Made:
        """The metric of these settings; a function of scratch goes by its name."""
        from scratch import metrics

        fn = config.get("fn")
        return super().from_config({**config, "fn": getattr(metrics, fn)} if isinstance(fn, str) else config)

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:  # type: ignore[override]  # as in Keras: two arrays here, one in Mean
        super().update_state(self.fn(y_true, y_pred, **self.settings), sample_weight)


def samplewise(values: Array, weight: Array | None, reduce: Callable[..., np.ndarray], dtype: str) -> tuple[np.ndarray, np.ndarray | None]:
    """(weighted values, weights) with one entry a sample.

    Args:
        values: (batch, ...), rounded to `dtype`.
        weight: one for each sample, or for each value, or anything that broadcasts to either; None for none.
        reduce: what becomes of the further axes: `np.mean` or `np.sum`.
        dtype: name of a float type.

    Raises:
        ValueError: the weights do not broadcast.
    """
    values = _rounded(values, dtype)
    if weight is not None:
        values, weight = same_rank(values, _rounded(weight, dtype).astype(np.float64))
        values = _reduced(values, weight.ndim, reduce)
        weight = _broadcast(weight, values.shape)
        values, weight = values * weight, _reduced(weight, 1, reduce)
    return _reduced(values, 1, reduce), weight


def _rounded(x: Array, dtype: str) -> np.ndarray:
    x = np.asarray(x)
    if x.dtype == dtype:
        return x
    with np.errstate(over="ignore"):  # inf, as in Keras
        return x.astype(dtype)


def _reduced(values: np.ndarray, first: int, reduce: Callable[..., np.ndarray]) -> np.ndarray:
    """`values` without its axes from number `first` on, in float64."""
    return reduce(values, axis=tuple(range(first, values.ndim)), dtype=np.float64)


def _broadcast(weight: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    try:
        return np.broadcast_to(weight, shape)
    except ValueError:
        raise ValueError(f"metric: expected sample_weight that broadcasts to the values' shape {shape}, got {weight.shape}.") from None
