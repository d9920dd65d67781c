"""ModelCheckpoint."""

from __future__ import annotations

import os
from pathlib import Path

from scratch.callbacks.callback import Logs
from scratch.callbacks.monitor_callback import MonitorCallback


class ModelCheckpoint(MonitorCallback):
    """Saves the model, or its weights, every now and then.

    Args:
        filepath: where to; `{epoch}` (from 1 on), `{batch}` and the names of the logs are filled in, as in
            `'{epoch:02d}-{val_loss:.2f}.weights.h5'`. It ends in `.weights.h5` or `.npz` for weights, in `.keras` for models.
        monitor: name of a quantity in the logs.
        verbose: 1 to print what was done.
        save_best_only: save only what is better than all before.
        save_weights_only: save the weights alone.
        mode: `'min'`, `'max'` or `'auto'`, see `MonitorCallback`.
        save_freq: `'epoch'`, or a number of batches.
        initial_value_threshold: what the first value has to be better than.

    Raises:
        ValueError: another ending, or another `save_freq`.
        KeyError: a name in `filepath` that the logs do not have.

    Source: `keras.callbacks.ModelCheckpoint`.
    """

    def __init__(
        self,
        filepath: str | os.PathLike[str],
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode, initial_value_threshold)
        self.filepath, self.verbose = os.fspath(filepath), verbose
        self.save_best_only, self.save_weights_only, self.save_freq = save_best_only, save_weights_only, save_freq
        endings = (".weights.h5", ".npz") if save_weights_only else (".keras",)
        if not self.filepath.endswith(endings):
            wanted = f"{' or '.join(endings)} (save_weights_only={save_weights_only})"
            raise ValueError(f"ModelCheckpoint: expected filepath to end in {wanted}, got {self.filepath!r}.")
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(f"ModelCheckpoint: expected save_freq as 'epoch' or a whole number of batches, got {save_freq!r}.")
        self._epoch, self._batches = 0, 0
        self._last_batch: int | None = None

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if self.save_freq == "epoch":
            return
        new_epoch = self._last_batch is None or batch <= self._last_batch
        self._batches += batch + 1 if new_epoch else batch - (self._last_batch or 0)
        self._last_batch = batch
        if self._batches >= int(self.save_freq):
            self._batches = 0
            self._consider(self._epoch, logs or {}, batch=batch + 1)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self.save_best_only:
            self.find_direction()
        if self.save_freq == "epoch":
            self._consider(epoch, logs or {})

    def _consider(self, epoch: int, logs: Logs, **batch: int) -> None:
        try:
            path = self.filepath.format(**{**batch, "epoch": epoch + 1, **logs})
        except KeyError as missing:
            raise KeyError(f"ModelCheckpoint: expected names in {self.filepath!r} from epoch, {', '.join(logs)}, got {missing}.") from None
        if self._wanted(epoch, logs, path):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            save = self.model.save_weights if self.save_weights_only else self.model.save
            save(path, overwrite=True)
            self._say(epoch, f"finished saving model to {path}")

    def _wanted(self, epoch: int, logs: Logs, path: str) -> bool:
        if not self.save_best_only:
            self._say(epoch, f"saving model to {path}")
            return True
        value = logs.get(self.monitor)
        if value is None:
            self.missing(logs, "it was saved all the same")
            return True
        if self.direction is None:
            self.find_direction()
        before = "None" if self.best is None else f"{self.best:.5f}"
        if not self.improves(value, self.best):
            self._say(epoch, f"{self.monitor} did not improve from {before}")
            return False
        self._say(epoch, f"{self.monitor} improved from {before} to {value:.5f}, saving model to {path}")
        self.best = value
        return True

    def _say(self, epoch: int, what: str) -> None:
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: {what}")
