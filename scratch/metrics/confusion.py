"""True and false positives and negatives at one or several thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scratch import config
from scratch.differentiable import Array
from scratch.losses.shapes import same_rank
from scratch.metrics.metric import Metric

NOT_IN_TOP_K = -1e10  # Keras's stand-in for an output outside the top k, and its threshold below all that are in

Thresholds = float | Sequence[float] | None


class ConfusionMetric(Metric):
    """Base class of the metrics that count outcomes, each a running sum for every threshold.

    An output above the threshold is a positive; a target other than 0 is one. A subclass names the counts it needs in
    `state_names`.

    Args:
        thresholds: one or several, in [0, 1]; 0.5 unless given, or none if there is a `top_k`.
        top_k: count only the k largest outputs of a row as positives; of equal ones the first.
        class_id: look at this class alone.
        name, dtype: as for all metrics.

    Source: `keras.metrics.utils.update_confusion_matrix_variables`. For three or more evenly spaced thresholds from 0
    to 1 Keras sorts outputs into buckets instead, which cuts them to [0, 1] and can differ by one ulp at a threshold.
    """

    def __init__(
        self,
        thresholds: Thresholds = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ) -> None:
        default = 0.5 if top_k is None else NOT_IN_TOP_K
        self.thresholds = [default] if thresholds is None else list(np.ravel(np.asarray(thresholds, dtype=float)))
        if thresholds is not None and not all(0 <= t <= 1 for t in self.thresholds):
            raise ValueError(f"{type(self).__name__}: expected thresholds in [0, 1], got {thresholds}.")
        self.given_thresholds, self.top_k, self.class_id = thresholds, top_k, class_id
        super().__init__(name, dtype)

    def config_value(self, name: str) -> Any:
        """The argument of that name."""
        return self.given_thresholds if name == "thresholds" else super().config_value(name)

    def initial_state(self) -> np.ndarray:
        return np.zeros(len(self.thresholds))

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:
        right, outputs, weight = self._prepared(y_true, y_pred, sample_weight)
        above = outputs > np.asarray(self.thresholds, dtype=outputs.dtype)[:, None]
        outcomes = {
            "true_positives": right & above,
            "false_positives": ~right & above,
            "true_negatives": ~right & ~above,
            "false_negatives": right & ~above,
        }
        for name in self.state_names:
            setattr(self, name, getattr(self, name) + np.where(outcomes[name], weight, 0.0).sum(axis=-1))

    def _prepared(self, y_true: Array, y_pred: Array, sample_weight: Array | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(target is positive, output, weight), all flat."""
        y_pred, y_true = same_rank(np.asarray(y_pred, dtype=config.floatx()), np.asarray(y_true))
        if self.top_k is not None:
            y_pred = _only_top_k(y_pred, self.top_k)
        weight = np.asarray(1.0)
        if sample_weight is not None:
            weight = np.asarray(sample_weight, dtype=float)[..., None]
            weight = weight[..., 0] if weight.ndim == y_true.ndim + 1 else weight
        if self.class_id is not None:
            if y_pred.ndim < 2:
                raise ValueError(
                    f"{self.name}: expected predictions (batch, classes) for class_id={self.class_id}, got shape {y_pred.shape}."
                )
            y_true, y_pred = y_true[..., self.class_id, None], y_pred[..., self.class_id, None]
        if y_true.shape != y_pred.shape:
            raise ValueError(f"{self.name}: expected targets of the shape of the predictions, {y_pred.shape}, got {y_true.shape}.")
        return y_true.astype(bool).ravel(), y_pred.ravel(), np.broadcast_to(weight, y_pred.shape).ravel()

    def _answer(self, values: np.ndarray) -> float | np.ndarray:
        """A number for a single threshold, an array for several."""
        return float(values[0]) if len(self.thresholds) == 1 else values.astype(self.dtype)


def _only_top_k(x: np.ndarray, k: int) -> np.ndarray:
    order = np.argsort(-x, axis=-1, kind="stable")[..., :k]
    kept = np.zeros(x.shape, dtype=bool)
    np.put_along_axis(kept, order, True, axis=-1)
    return np.where(kept, x, np.asarray(NOT_IN_TOP_K, dtype=x.dtype))


class _Count(ConfusionMetric):
    """A single one of the four counts."""

    def __init__(self, thresholds: Thresholds = None, name: str | None = None, dtype: str | None = None) -> None:
        super().__init__(thresholds, name=name, dtype=dtype)

    def result(self) -> float | np.ndarray:
        return self._answer(getattr(self, self.state_names[0]))


class TruePositives(_Count):
    """Weighted number of positives called so. Source: `keras.metrics.TruePositives`."""

    state_names = ("true_positives",)


class FalsePositives(_Count):
    """Weighted number of negatives called positive. Source: `keras.metrics.FalsePositives`."""

    state_names = ("false_positives",)


class TrueNegatives(_Count):
    """Weighted number of negatives called so. Source: `keras.metrics.TrueNegatives`."""

    state_names = ("true_negatives",)


class FalseNegatives(_Count):
    """Weighted number of positives called negative. Source: `keras.metrics.FalseNegatives`."""

    state_names = ("false_negatives",)
