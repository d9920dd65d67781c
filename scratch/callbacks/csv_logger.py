"""CSVLogger."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from scratch.callbacks.callback import Callback, Logs


class CSVLogger(Callback):
    """Writes the logs of every epoch as a row of a CSV file, at once.

    The columns are `epoch`, from 0 on, and the names of the first epoch's logs; if there was no validation then, room for
    its names is left, filled with NA.

    Args:
        filename: the file.
        separator: what stands between two values.
        append: continue a file that is there.

    Source: `keras.callbacks.CSVLogger`.
    """

    def __init__(self, filename: str | os.PathLike[str], separator: str = ",", append: bool = False) -> None:
        self.filename, self.separator, self.append = Path(filename), separator, append
        self._file: TextIO | None = None
        self._names: list[str] | None = None
        self._writer: Any = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.on_train_end()
        continues = self.append and self.filename.exists() and self.filename.stat().st_size > 0
        self._file = self.filename.open("a" if self.append else "w", newline="", encoding="utf-8")
        self._writer = csv.writer(self._file, delimiter=self.separator)
        self._names, self._has_heading = None, continues

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self._file is None:
            return
        logs = logs or {}
        if self._names is None:
            self._names = _columns(logs)
            if not self._has_heading:
                self._writer.writerow(["epoch", *self._names])
        self._writer.writerow([epoch, *(_cell(logs.get(name, "NA")) for name in self._names)])
        self._file.flush()

    def on_train_end(self, logs: Logs | None = None) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None


def _columns(logs: Logs) -> list[str]:
    names = sorted(logs)
    return names if any(name.startswith("val_") for name in names) else [*names, *(f"val_{name}" for name in names)]


def _cell(value: Any) -> Any:
    """Numbers as they are; several in one cell, in brackets."""
    return f'"[{", ".join(map(str, value))}]"' if np.ndim(value) else value
