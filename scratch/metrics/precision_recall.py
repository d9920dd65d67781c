"""Precision and recall."""

from __future__ import annotations

import numpy as np

from scratch.metrics.confusion import ConfusionMetric


class Precision(ConfusionMetric):
    """Share of right ones among the outputs called positive, TP / (TP + FP); 0 if there are none.

    Args: those of `ConfusionMetric`.

    Source: `keras.metrics.Precision`.
    """

    state_names = ("true_positives", "false_positives")
    true_positives: np.ndarray
    false_positives: np.ndarray

    def result(self) -> float | np.ndarray:
        return self._answer(_share(self.true_positives, self.false_positives))


class Recall(ConfusionMetric):
    """Share of the positives that are called so, TP / (TP + FN); 0 if there are none.

    Args: those of `ConfusionMetric`.

    Source: `keras.metrics.Recall`.
    """

    state_names = ("true_positives", "false_negatives")
    true_positives: np.ndarray
    false_negatives: np.ndarray

    def result(self) -> float | np.ndarray:
        return self._answer(_share(self.true_positives, self.false_negatives))


def _share(part: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """part / (part + rest), and 0 for nothing out of nothing."""
    whole = part + rest
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole != 0)
