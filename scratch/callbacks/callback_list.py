"""Calls every callback of one `fit`, and prints its progress."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from scratch.callbacks.callback import Callback
from scratch.callbacks.history import History


def progress_line(steps: int, seconds: float, logs: dict[str, float]) -> str:
    """`125/125 - 0s - 2ms/step - accuracy: 0.9012 - loss: 0.3456`, as Keras prints with `verbose=2`."""
    values = " - ".join(f"{name}: {value:.4f}" for name, value in sorted(logs.items(), key=lambda item: ("val_" in item[0], item[0])))
    return f"{steps}/{steps} - {seconds:.0f}s - {1000 * seconds / max(steps, 1):.2g}ms/step - {values}"


class CallbackList:
    """The callbacks of one run, `History` last among them."""

    def __init__(self, callbacks: Sequence[Callback], model: Any, *, epochs: int, verbose: str | int) -> None:
        self.callbacks = list(callbacks)
        self.history = next(c for c in reversed(self.callbacks) if isinstance(c, History))
        self.epochs, self.verbose, self.steps = epochs, verbose, 0
        self._began = 0.0
        for callback in self.callbacks:
            callback.set_model(model)
            callback.set_params({"epochs": epochs, "verbose": verbose})

    @property
    def listens_to_batches(self) -> bool:
        """Whether any callback overrides `on_train_batch_end`: the running means are worth computing then."""
        return any(type(c).on_train_batch_end is not Callback.on_train_batch_end for c in self.callbacks)

    def on_train_begin(self) -> None:
        for callback in self.callbacks:
            callback.on_train_begin()

    def on_train_end(self) -> None:
        for callback in self.callbacks:
            callback.on_train_end()

    def on_epoch_begin(self, epoch: int) -> None:
        self._began = time.perf_counter()
        if self.verbose:
            print(f"Epoch {epoch + 1}/{self.epochs}")
        for callback in self.callbacks:
            callback.on_epoch_begin(epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        if self.verbose:
            print(progress_line(self.steps, time.perf_counter() - self._began, logs))
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, logs)

    def on_train_batch_begin(self, batch: int) -> None:
        for callback in self.callbacks:
            callback.on_train_batch_begin(batch)

    def on_train_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        for callback in self.callbacks:
            callback.on_train_batch_end(batch, logs)
