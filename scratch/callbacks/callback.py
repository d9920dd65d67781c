"""What every callback has: Keras's hooks."""

from __future__ import annotations

from typing import Any

Logs = dict[str, Any]


class Callback:
    """Override the hooks you need. `self.model` is the model in training, `self.params` its settings.

    `logs` maps names to numbers: `loss` and the metrics, from `on_epoch_end` also in their `val_` form. Hooks of one
    moment get the same dictionary, one after the other, so what one of them adds the next one sees.

    Attributes:
        model: the model that `fit`, `evaluate` or `predict` was called on.
        params: `epochs`, `steps` (number of batches of an epoch) and `verbose`.

    Source: `keras.callbacks.Callback`.
    """

    model: Any = None
    params: dict[str, Any] = {}  # noqa: RUF012  # replaced, never changed in place

    def set_model(self, model: Any) -> None:
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Before the first epoch."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """After the last epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Before epoch number `epoch`, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """After an epoch and its validation."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before training step number `batch` of the epoch, counted from 0."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a training step; `logs` has the running means."""
        self.on_batch_end(batch, logs=logs)

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Older name of `on_train_batch_begin`, which calls it."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Older name of `on_train_batch_end`, which calls it."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Before `evaluate`, and before each validation in `fit`."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """After `evaluate` or a validation."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch of `evaluate` or of a validation."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch of `evaluate` or of a validation; `logs` has the running means."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Before `predict`."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """After `predict`."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch of `predict`."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch of `predict`; `logs` has its `outputs`."""
