"""What every callback has: Keras's hooks."""

from __future__ import annotations

from typing import Any


class Callback:
    """Override the hooks you need. `self.model` is the model in training, `self.params` its settings.

    Source: `keras.callbacks.Callback`.
    """

    model: Any = None
    params: dict[str, Any] = {}  # noqa: RUF012  # replaced, never changed in place

    def set_model(self, model: Any) -> None:
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        """Before the first epoch."""

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        """After the last epoch."""

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Before epoch number `epoch`, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """After an epoch; `logs` has loss, metrics and their `val_` forms."""

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Before a training step."""

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """After a training step; `logs` has the running means."""
