"""ReduceLROnPlateau."""

from __future__ import annotations

import numpy as np

from scratch.callbacks.callback import Logs
from scratch.callbacks.learning_rate import learning_rate_of
from scratch.callbacks.monitor_callback import MonitorCallback


class ReduceLROnPlateau(MonitorCallback):
    """Multiplies the learning rate by `factor` when a quantity has not become better for `patience` epochs.

    Adds `learning_rate` to the logs, as it was in the epoch.

    Args:
        monitor: name of a quantity in the logs.
        factor: below 1.
        patience: how many epochs in a row without a gain.
        verbose: 1 to print what was done.
        mode: `'min'`, `'max'` or `'auto'`, see `MonitorCallback`.
        min_delta: a gain of less than this is none.
        cooldown: epochs after a reduction that do not count.
        min_lr: the rate does not fall below this.

    Raises:
        ValueError: `factor` is 1 or more; or the optimizer has a schedule.

    Source: `keras.callbacks.ReduceLROnPlateau`.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta=min_delta)
        if factor >= 1:
            raise ValueError(f"ReduceLROnPlateau: expected factor below 1, got {factor!r}.")
        self.factor, self.patience, self.verbose, self.cooldown, self.min_lr = factor, patience, verbose, cooldown, min_lr
        self.cooldown_counter, self.wait = 0, 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.best, self.cooldown_counter, self.wait = None, 0, 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.find_direction()
        logs = {} if logs is None else logs
        logs["learning_rate"] = learning_rate_of(self.model)
        value = logs.get(self.monitor)
        if value is None:
            self.missing(logs)
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
        if self.improves(value, self.best):
            self.best, self.wait = value, 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience and self._reduce(epoch):
                self.cooldown_counter, self.wait = self.cooldown, 0

    def in_cooldown(self) -> bool:
        """Whether a reduction was too short ago for epochs to count."""
        return self.cooldown_counter > 0

    def _reduce(self, epoch: int) -> bool:
        """Whether there was room to."""
        rate = learning_rate_of(self.model)
        if rate <= np.float32(self.min_lr):  # also where the rate is float64, as in Keras
            return False
        reduced = max(rate * self.factor, self.min_lr)
        self.model.optimizer.learning_rate = reduced
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {reduced}.")
        return True
