"""What the callbacks that watch one quantity have in common."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from scratch.callbacks.callback import Callback
from scratch.callbacks.directions import direction
from scratch.warn_user import warn_user

MODES = ("auto", "min", "max")


class MonitorCallback(Callback):
    """Says whether a value of `monitor` is better than another.

    Args:
        monitor: name of a quantity in the logs: `'loss'`, `'val_loss'`, `'val_accuracy'`, ...
        mode: `'min'` if less is better, `'max'` if more is, `'auto'` to go by what the quantity is.
        baseline: the best value so far, to start with; None for none.
        min_delta: by how much (at least) a value has to be better.

    Source: `keras.callbacks.MonitorCallback`. As there, values are compared in float32, whatever the default float type, and
    what is too small for a normal number is 0: a gain that float32 cannot hold is no gain.
    """

    def __init__(self, monitor: str = "val_loss", mode: str = "auto", baseline: float | None = None, min_delta: float = 0) -> None:
        who = type(self).__name__
        if mode not in MODES:
            warnings.warn(f"{who}: expected mode as one of {', '.join(MODES)}, got {mode!r}; taking 'auto'.", stacklevel=3)
            mode = "auto"
        self.monitor, self.mode, self.best = monitor, mode, baseline
        self.min_delta = abs(min_delta)
        self.direction: str | None = None

    def find_direction(self) -> None:
        """Settle `direction`, `'min'` or `'max'`, now that the model has its metrics.

        Raises:
            ValueError: nobody can say for this quantity.
        """
        if self.direction is None:
            found = self.mode if self.mode != "auto" else direction(self.monitor.removeprefix("val_"), self.model.metrics)
            if found is None:
                raise ValueError(
                    f"{type(self).__name__}: expected a quantity that is known to be better when it is more or less, got"
                    f" monitor={self.monitor!r}; pass mode='max' or mode='min'."
                )
            self.direction = found

    def improves(self, value: float, reference: float | None) -> bool:
        """Whether `value` is better than `reference` by `min_delta`; better than None is everything, even NaN."""
        if reference is None:
            return True
        if self.direction == "max":
            return bool(_rounded(value - self.min_delta) > _rounded(reference))
        return bool(_rounded(value + self.min_delta) < _rounded(reference))

    def missing(self, logs: dict[str, Any], instead: str = "nothing was done") -> None:
        """Warn that `monitor` is not among what was logged, and where `fit` was called."""
        got = ", ".join(logs) or "none"
        warn_user(f"{type(self).__name__}: expected {self.monitor!r} in the logs, got {got}; {instead}.")


def _rounded(value: float) -> np.float32:
    with np.errstate(over="ignore"):  # inf, as in Keras
        rounded = np.float32(value)
    return np.float32(0) if abs(rounded) < np.finfo(np.float32).smallest_normal else rounded
