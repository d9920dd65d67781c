"""What every metric has: a running state over batches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from scratch import config
from scratch.configurable import Configurable
from scratch.differentiable import Array
from scratch.lookup import snake_case


class Metric(Configurable, ABC):
    """Base class of the metrics: feed batches to `update_state`, read `result()`, start over with `reset_state`.

    A subclass names its running sums in `state_names`, attributes under Keras's names. They are kept in float64.
    Keras keeps them in float32: its sums carry about one rounding a batch, and stop growing at 2^24 single counts.

    Args:
        name: what `History` calls it; made from the name of the class unless given.
        dtype: what values are rounded to before they are added up; `floatx` unless given.

    Source: `keras.metrics.Metric`.
    """

    state_names: tuple[str, ...] = ()
    reads_logits = False  # True for the cross-entropies: in `fit`, Keras gives them the logits where it can find them

    def __init__(self, name: str | None = None, dtype: str | None = None) -> None:
        self.name = name or snake_case(type(self).__name__)
        self.dtype = dtype or config.floatx()
        self.reset_state()

    def reset_state(self) -> None:
        """Forget everything seen so far."""
        for name in self.state_names:
            setattr(self, name, self.initial_state())

    def initial_state(self) -> Any:
        """Where each running sum starts: the number 0 unless overridden."""
        return 0.0

    @property
    def variables(self) -> list[np.ndarray]:
        """The running sums, in Keras's order."""
        return [np.asarray(getattr(self, name)) for name in self.state_names]

    @abstractmethod
    def update_state(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> None:
        """Take one batch into account."""

    @abstractmethod
    def result(self) -> Any:
        """The metric over everything seen since the last reset: a number, or an array of several."""

    def __call__(self, *batch: Array, **weights: Array | None) -> Any:
        """Update with what `update_state` takes, then the result so far."""
        self.update_state(*batch, **weights)
        return self.result()
