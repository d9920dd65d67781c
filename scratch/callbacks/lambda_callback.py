"""LambdaCallback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scratch.callbacks.callback import Callback

Hook = Callable[..., Any] | None


class LambdaCallback(Callback):
    """A callback made of functions.

    Args:
        on_epoch_begin, on_epoch_end: called with (epoch, logs).
        on_train_begin, on_train_end: called with (logs).
        on_train_batch_begin, on_train_batch_end: called with (batch, logs=logs).
        hooks: functions for any other hook of `Callback`, by its name.

    Raises:
        ValueError: `hooks` has a name that is no hook.

    Source: `keras.callbacks.LambdaCallback`, which takes any name, and then never calls it.
    """

    def __init__(
        self,
        on_epoch_begin: Hook = None,
        on_epoch_end: Hook = None,
        on_train_begin: Hook = None,
        on_train_end: Hook = None,
        on_train_batch_begin: Hook = None,
        on_train_batch_end: Hook = None,
        **hooks: Hook,
    ) -> None:
        named = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
        }
        for name, function in {**named, **hooks}.items():
            if not (name.startswith("on_") and hasattr(Callback, name)):
                known = ", ".join(hook for hook in vars(Callback) if hook.startswith("on_"))
                raise ValueError(f"LambdaCallback: expected hooks among {known}, got {name!r}.")
            if function is not None:
                setattr(self, name, function)
