"""LearningRateScheduler."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numpy as np

from scratch.callbacks.callback import Callback, Logs
from scratch.callbacks.learning_rate import learning_rate_of


class LearningRateScheduler(Callback):
    """Asks a function for the learning rate of every epoch.

    Adds `learning_rate` to the logs.

    Args:
        schedule: called with the number of the epoch, from 0 on, and the rate so far (or, if it takes no second
            argument, without); returns a float.
        verbose: 1 to print the rate.

    Raises:
        ValueError: the function returns something else than a float; or the optimizer has a schedule.

    Source: `keras.callbacks.LearningRateScheduler`.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        rate = self.schedule(epoch, learning_rate_of(self.model)) if self._takes_rate() else self.schedule(epoch)
        if not isinstance(rate, (float, np.floating)):
            raise ValueError(f"LearningRateScheduler: expected a float from schedule({epoch}, ...), got {rate!r}.")
        self.model.optimizer.learning_rate = rate
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}.")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            logs["learning_rate"] = learning_rate_of(self.model)

    def _takes_rate(self) -> bool:
        try:
            inspect.signature(self.schedule).bind("epoch", "rate")
        except TypeError:
            return False
        except ValueError:  # a built-in function without a signature
            return True
        return True
