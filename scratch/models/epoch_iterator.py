"""One epoch after the other."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scratch import config
from scratch.models.batches import Parts, batches
from scratch.warn_user import warn_user

DEFAULT_BATCH_SIZE = 32


class EpochIterator:
    """Iterating over it gives (number of the step, batch) for one epoch; again, for the next.

    Args:
        who: for messages.
        parts: arrays of one length, or None.
        batch_size: 32 unless given; with `steps`, what makes that many batches of the data.
        steps: batches an epoch. Fewer than there are: the next epoch goes on where this one ended. More: a warning,
            and the epoch is shorter.
        shuffle: a new order for each pass over the data; `'batch'` mixes each batch only in itself.

    Source: `keras.src.trainers.epoch_iterator.EpochIterator`.
    """

    def __init__(
        self, who: str, parts: Parts, batch_size: int | None = None, steps: int | None = None, shuffle: bool | str = False
    ) -> None:
        for name, value in (("batch_size", batch_size), ("steps", steps)):
            if value is not None and (not isinstance(value, (int, np.integer)) or value < 1):
                raise ValueError(f"{who}: expected {name} as a whole number from 1 on, or None, got {value!r}.")
        self._who, self._parts, self._steps, self._shuffle = who, parts, steps, shuffle
        self._count = next(a.shape[0] for a in parts if a is not None)
        self.batch_size = batch_size or (math.ceil(self._count / steps) if steps else DEFAULT_BATCH_SIZE)
        self._batches_in_pass = math.ceil(self._count / self.batch_size)
        self._pass: Iterator[Parts] = iter(())
        self._left = 0

    @property
    def num_batches(self) -> int:
        """Steps of an epoch, as far as there is data."""
        return self._steps or self._batches_in_pass

    def reset(self) -> None:
        """Begin the next epoch with the first sample."""
        self._left = 0

    def __iter__(self) -> Iterator[tuple[int, Parts]]:
        if self._steps is None or not self._left:
            self._begin_pass()
        for step in range(self.num_batches):
            if not self._left:
                warn_user(f"{self._who}: expected data for {self._steps} steps, got {step}; the epoch ends here.")
                return
            self._left -= 1
            yield step, next(self._pass)

    def _begin_pass(self) -> None:
        self._pass, self._left = batches(self._parts, self.batch_size, self._order()), self._batches_in_pass

    def _order(self) -> np.ndarray | None:
        if not self._shuffle:
            return None
        if self._shuffle != "batch":
            return config.generator().permutation(self._count)
        starts = range(0, self._count, self.batch_size)
        return np.concatenate([start + config.generator().permutation(min(self.batch_size, self._count - start)) for start in starts])
