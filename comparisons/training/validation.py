"""Held-back data, measured on both sides after every epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.training.early_stopping import EarlyStoppings
from comparisons.training.ledger import Quantity
from comparisons.training.samples import Samples

if TYPE_CHECKING:
    from comparisons.training.comparison import Comparison

VALIDATION_LOSS = Quantity("validation_loss")


class Validation:
    """Measures after every epoch, and lets EarlyStopping look at what was measured.

    Args:
        comparison: whose sides are measured.
        samples: on what.
        early_stopping: arguments of `EarlyStopping`, if it watches.
    """

    def __init__(self, comparison: Comparison, samples: Samples, early_stopping: dict[str, Any] | None) -> None:
        self.comparison, self.samples = comparison, samples
        self.early_stoppings = None if early_stopping is None else EarlyStoppings(comparison, early_stopping)
        self.losses: dict[str, list[float]] = {"scratch": [], "reference": []}
        self.metrics: dict[str, list[float]] = {"scratch": [], "reference": []}
        self._tensors = comparison.keras.tensor(samples.x), comparison.keras.tensor(samples.y)

    def epoch_end(self, epoch: int) -> bool:
        """Measure and compare; whether training ends after this epoch."""
        found = self.comparison.evaluate(self.samples, self._tensors, VALIDATION_LOSS)
        logs = {}
        for side, (loss, metric) in found.items():
            self.losses[side].append(loss)
            self.metrics[side].append(metric)
            logs[side] = {"val_loss": float(np.dtype(self.comparison.keras.dtype).type(loss))}  # as `fit` logs it
        return self.early_stoppings is not None and self.early_stoppings.epoch_end(epoch, logs)

    def train_end(self) -> None:
        """After the last epoch."""
        if self.early_stoppings is not None:
            self.early_stoppings.train_end()
