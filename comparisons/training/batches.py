"""The batches both sides are fed: the same samples in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np


class Batch(NamedTuple):
    """One training step's data; `step` and `epoch` count from 1."""

    step: int
    epoch: int
    x: np.ndarray
    y: np.ndarray
    ends_epoch: bool = False


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """How many batches an epoch has; the last may be smaller."""
    return -(-samples // batch_size)


def batches(x: np.ndarray, y: np.ndarray, *, epochs: int, batch_size: int, seed: int) -> Iterator[Batch]:
    """All batches of a training, reshuffled every epoch by a generator of our own, never by either side's."""
    generator = np.random.default_rng(seed)
    step = 0
    for epoch in range(1, epochs + 1):
        order = generator.permutation(len(x))
        for start in range(0, len(x), batch_size):
            step += 1
            chosen = order[start : start + batch_size]
            yield Batch(step, epoch, x.take(chosen, axis=0), y.take(chosen, axis=0), start + batch_size >= len(x))
