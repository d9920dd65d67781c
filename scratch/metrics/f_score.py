"""F scores."""

from __future__ import annotations

import numpy as np

from scratch import config
from scratch.differentiable import Array
from scratch.metrics.metric import Metric

AVERAGES = (None, "micro", "macro", "weighted")
NOT_ZERO = 1e-9  # Keras's: an output no larger is never the answer, even where it is the largest


class FBetaScore(Metric):
    """Weighted harmonic mean of precision and recall, (1 + beta^2) P R / (beta^2 P + R), for each class or averaged.

    Args:
        average: None for one number a class, `'macro'` for their mean, `'weighted'` for the mean by number of targets,
            `'micro'` for one count over all classes.
        beta: weight of recall against precision, above 0.
        threshold: outputs above it are positives, in (0, 1]; None makes the largest output of a row the only one
            (several, where they are equal).
        name, dtype: as for all metrics.

    Shapes:
        y_true, y_pred  (batch, classes)

    Source: `keras.metrics.FBetaScore`, with its epsilon in all three divisors.
    """

    state_names = ("true_positives", "false_positives", "false_negatives", "intermediate_weights")
    true_positives: np.ndarray
    false_positives: np.ndarray
    false_negatives: np.ndarray
    intermediate_weights: np.ndarray

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str = "fbeta_score",
        dtype: str | None = None,
    ) -> None:
        who = type(self).__name__
        if average not in AVERAGES:
            raise ValueError(f"{who}: expected average as one of {AVERAGES}, got {average!r}.")
        if not beta > 0:
            raise ValueError(f"{who}: expected beta above 0, got {beta!r}.")
        if threshold is not None and not 0 < threshold <= 1:
            raise ValueError(f"{who}: expected threshold in (0, 1] or None, got {threshold!r}.")
        self.average, self.beta, self.threshold = average, beta, threshold
        super().__init__(name, dtype)

    def initial_state(self) -> np.ndarray:
        return np.zeros(np.shape(getattr(self, "true_positives", 0.0)))  # one a class, once it is known how many there are

    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:
        right, outputs = np.asarray(y_true, dtype=self.dtype), np.asarray(y_pred, dtype=self.dtype)
        if right.ndim != 2 or right.shape != outputs.shape:
            raise ValueError(f"{self.name}: expected targets and predictions (batch, classes), got {right.shape} and {outputs.shape}.")
        called = self._called(outputs)
        weight = np.ones(1) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        if weight.shape not in ((1,), right.shape[:1]):
            raise ValueError(f"{self.name}: expected sample_weight of shape {right.shape[:1]}, got {weight.shape}.")
        axis = None if self.average == "micro" else 0
        counts = (called * right, called * (1 - right), (1 - called) * right, right)
        for name, count in zip(self.state_names, counts):
            setattr(self, name, getattr(self, name) + np.sum(count * weight[:, None], axis=axis, dtype=np.float64))

    def result(self) -> float | np.ndarray:
        true, false, missed, weights = (np.asarray(getattr(self, name), dtype=self.dtype) for name in self.state_names)
        epsilon, ratio = config.epsilon(), self.beta**2
        precision, recall = true / (true + false + epsilon), true / (true + missed + epsilon)
        score = precision * recall / (ratio * precision + recall + epsilon) * (1 + ratio)
        if self.average == "weighted":
            return float(np.sum(score * (weights / (np.sum(weights) + epsilon))))
        return score if self.average is None else float(np.mean(score))

    def _called(self, outputs: np.ndarray) -> np.ndarray:
        """1 where an output is a positive."""
        if self.threshold is not None:
            return (outputs > self.threshold).astype(self.dtype)
        return ((outputs >= outputs.max(axis=-1, keepdims=True)) & (np.abs(outputs) > NOT_ZERO)).astype(self.dtype)


class F1Score(FBetaScore):
    """`FBetaScore` with beta = 1, 2 P R / (P + R).

    Args: those of `FBetaScore` but for beta.

    Source: `keras.metrics.F1Score`.
    """

    def __init__(
        self, average: str | None = None, threshold: float | None = None, name: str = "f1_score", dtype: str | None = None
    ) -> None:
        super().__init__(average, 1.0, threshold, name, dtype)
