"""TerminateOnNaN."""

from __future__ import annotations

import math

from scratch.callbacks.callback import Callback, Logs


class TerminateOnNaN(Callback):
    """Ends training when the loss is NaN or infinite.

    Args:
        raise_error: raise instead, so that no further callback is called.

    Raises:
        RuntimeError: such a loss, with `raise_error`.

    Source: `keras.callbacks.TerminateOnNaN`. Like there, what is looked at is the running mean, after every batch.
    """

    def __init__(self, raise_error: bool = False) -> None:
        self.raise_error = raise_error

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        if self.raise_error:
            raise RuntimeError(f"TerminateOnNaN: expected a finite loss, got {loss} in batch {batch}; try a lower learning rate.")
        print(f"Batch {batch}: Invalid loss, terminating training")
        self.model.stop_training = True
