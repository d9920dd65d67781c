"""History: what `fit` returns."""

from __future__ import annotations

from scratch.callbacks.callback import Callback, Logs


class History(Callback):
    """Keeps every epoch's logs: `history["loss"]`, `history["val_accuracy"]`, ... and `epoch`, their numbers.

    Source: `keras.callbacks.History`.
    """

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
