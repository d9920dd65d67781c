"""Keras's own `EarlyStopping`, watching a training whose state lies outside the model."""

from __future__ import annotations

from typing import Any, NamedTuple

from reference.backend import load
from reference.training import KerasState, KerasTraining


class Decision(NamedTuple):
    """What `EarlyStopping` made of an epoch.

    Args:
        stops: whether training ends here.
        improved: whether this epoch is the best so far.
        margins: how far the monitored value was from deciding otherwise, one for each value it was compared with.
    """

    stops: bool
    improved: bool
    margins: tuple[float, ...]


class KerasEarlyStopping:
    """`keras.callbacks.EarlyStopping` of a `KerasTraining`.

    Args:
        training: whose weights it keeps.
        settings: its arguments.
    """

    def __init__(self, training: KerasTraining, settings: dict[str, Any]) -> None:
        self.training = training
        self.callback = load().keras.callbacks.EarlyStopping(**settings)
        self.callback.set_model(training.model)
        self.callback.on_train_begin()

    @property
    def best_epoch(self) -> int:
        """Number of the best epoch so far, counted from 1."""
        return int(self.callback.best_epoch) + 1

    def epoch_end(self, state: KerasState, epoch: int, logs: dict[str, float]) -> Decision:
        """Show it the end of an epoch, counted from 1, with the state that training has reached."""
        self.training.hold(state)
        self.training.model.stop_training = False
        margins = self._margins(logs)
        self.callback.on_epoch_end(epoch - 1, logs)
        return Decision(bool(self.training.model.stop_training), self.best_epoch == epoch, margins)

    def train_end(self, state: KerasState) -> KerasState:
        """The state after training: with the best epoch's weights, if it restores them."""
        self.training.hold(state)
        self.callback.on_train_end()
        return self.training.held()

    def _margins(self, logs: dict[str, float]) -> tuple[float, ...]:
        """|value - min_delta - other| for the others that `value` must beat: the best so far and the baseline."""
        callback = self.callback
        if callback.monitor_op is None:
            callback._set_monitor_op()
        value = logs[callback.monitor] - callback.min_delta
        return tuple(abs(value - other) for other in (callback.best, callback.baseline) if other is not None)
