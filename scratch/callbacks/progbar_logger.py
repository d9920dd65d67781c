"""ProgbarLogger: what `fit`, `evaluate` and `predict` print."""

from __future__ import annotations

import sys
import time
from typing import Any

from scratch.callbacks.callback import Callback, Logs

WIDTH = 20  # characters of the bar
INTERVAL = 0.05  # seconds between two looks of it


class ProgbarLogger(Callback):
    """Prints progress: a bar with `verbose=1` (or `'auto'`), a line an epoch with `verbose=2`.

        125/125 ━━━━━━━━━━━━━━━━━━━━ 0s 2ms/step - accuracy: 0.9012 - loss: 0.3456

    Where the output is no terminal, the bar is printed once, when it is full.

    Source: `keras.callbacks.ProgbarLogger`, without its colours.
    """

    def __init__(self) -> None:
        self.verbose, self.epochs, self.steps = 1, 1, 0
        self._in_fit = False
        self._began = self._shown = 0.0
        self._length = 0

    def set_params(self, params: dict[str, Any]) -> None:
        self.params = params
        verbose = params.get("verbose", 1)
        if verbose not in ("auto", 0, 1, 2):
            raise ValueError(f"ProgbarLogger: expected verbose as 0, 1, 2 or 'auto', got {verbose!r}.")
        self.verbose = 1 if verbose == "auto" else int(verbose)
        self.epochs, self.steps = params.get("epochs", 1), params.get("steps") or 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self._in_fit = True  # validation is silent then

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        self._start()
        if self.verbose and self.epochs > 1:
            print(f"Epoch {epoch + 1}/{self.epochs}")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._finish(logs)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        if not self._in_fit:
            self._start()

    def on_test_end(self, logs: Logs | None = None) -> None:
        if not self._in_fit:
            self._finish(logs)

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        self._start()

    def on_predict_end(self, logs: Logs | None = None) -> None:
        self._finish(None)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._progress(batch + 1, logs)

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if not self._in_fit:
            self._progress(batch + 1, logs)

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self._progress(batch + 1, None)

    def _start(self) -> None:
        self._began, self._shown, self._length = time.perf_counter(), 0.0, 0

    def _progress(self, done: int, logs: Logs | None) -> None:
        now = time.perf_counter()
        if self.verbose == 1 and now - self._shown >= INTERVAL and sys.stdout.isatty():
            self._shown = now
            left = (now - self._began) / done * max(self.steps - done, 0)
            self._overwrite(f"{self._bar(done)} {left:.0f}s{self._rest(done, now, logs)}")

    def _finish(self, logs: Logs | None) -> None:
        now = time.perf_counter()
        seconds, rest = f"{now - self._began:.0f}s", self._rest(self.steps, now, logs)
        if self.verbose == 1:
            self._overwrite(f"{self._bar(self.steps)} {seconds}{rest}")
            print()
        elif self.verbose:
            print(f"{self.steps}/{self.steps} - {seconds} -{rest}")

    def _overwrite(self, text: str) -> None:
        """Over what the line showed before, if it showed anything."""
        print(("\r" if self._length else "") + text.ljust(self._length), end="", flush=True)
        self._length = len(text)

    def _bar(self, done: int) -> str:
        filled = WIDTH * done // max(self.steps, 1)
        return f"{done:>{len(str(self.steps))}}/{self.steps} {'━' * filled}{'─' * (WIDTH - filled)}"

    def _rest(self, done: int, now: float, logs: Logs | None) -> str:
        return f" {_duration((now - self._began) / max(done, 1))}/step{_values(logs or {})}"


def _duration(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.0f}s"
    return f"{1e3 * seconds:.0f}ms" if seconds >= 1e-3 else f"{1e6 * seconds:.0f}us"


def _values(logs: Logs) -> str:
    return "".join(f" - {name}: {value:.4f}" if abs(value) > 1e-3 else f" - {name}: {value:.4e}" for name, value in logs.items())
