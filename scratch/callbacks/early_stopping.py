"""EarlyStopping."""

from __future__ import annotations

from scratch.callbacks.callback import Logs
from scratch.callbacks.monitor_callback import MonitorCallback
from scratch.differentiable import Array


class EarlyStopping(MonitorCallback):
    """Ends training when a quantity has not become better for `patience` epochs.

    Args:
        monitor: name of a quantity in the logs.
        min_delta: a gain of less than this is none. The sign does not matter.
        patience: how many epochs in a row without a gain end the training; 0 like 1 ends it with the first. The first
            epoch of all never does.
        verbose: 1 to print what was done.
        mode: `'min'`, `'max'` or `'auto'`, see `MonitorCallback`.
        baseline: also wait until the quantity is better than this: only what beats it resets the waiting.
        restore_best_weights: at the end, go back to the weights of the epoch with the best value.
        start_from_epoch: epochs before this one, counted from 0, are not looked at.

    Attributes:
        stopped_epoch: number of the epoch that ended the training, 0 if none did.
        best, best_epoch, best_weights: the best value, its epoch and the weights after it.

    Source: `keras.callbacks.EarlyStopping`; Prechelt 1998 for the idea.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(monitor, mode, min_delta=min_delta)
        self.patience, self.verbose, self.baseline = patience, verbose, baseline
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch
        self._start()

    def _start(self) -> None:
        self.wait, self.stopped_epoch, self.best_epoch = 0, 0, 0
        self.best: float | None = None
        self.best_weights: list[Array] | None = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._start()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.find_direction()
        logs = logs or {}
        value = logs.get(self.monitor)
        if value is None:
            self.missing(logs)
        elif epoch >= self.start_from_epoch:
            self._look_at(epoch, value)

    def _look_at(self, epoch: int, value: float) -> None:
        self.wait += 1
        if self.improves(value, self.best):
            self._keep(epoch, value)
            if self.baseline is None or self.improves(value, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def _keep(self, epoch: int, value: float) -> None:
        self.best, self.best_epoch = value, epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def on_train_end(self, logs: Logs | None = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.best_weights is not None:
            if self.verbose > 0:
                print(f"Restoring model weights from the end of the best epoch: {self.best_epoch + 1}.")
            self.model.set_weights(self.best_weights)
