"""The interface between the tracks and whatever is trained beside Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np


class State(NamedTuple):
    """What a training step starts from, as NumPy arrays: trainable weights, optimizer slots, finished steps."""

    weights: list[np.ndarray]
    slots: dict[str, list[np.ndarray]]
    iterations: int


class Found(NamedTuple):
    """What the first half of a step finds, before the update: loss, metric (share of right answers, or mean error), gradients."""

    loss: float
    metric: float
    gradients: list[np.ndarray]


class SideFailedError(Exception):
    """The side under test cannot go on; the message says why."""


def takes_whole_steps(candidate: Candidate) -> bool:
    """Whether no gradient can be seen, and none be given: `gradients` finds none, and `apply` does what it does."""
    return bool(getattr(candidate, "whole_steps", False))


def hides_slots(candidate: Candidate) -> bool:
    """Whether it has slots of its own that nobody sees, and that `load` cannot set: they follow from the gradients it has seen."""
    return bool(getattr(candidate, "hides_slots", False))


class Candidate(Protocol):
    """The side under test. It keeps its own state, as real code does."""

    def load(self, state: State) -> None:
        """Take over weights, slots and step count."""

    def load_weights(self, weights: Sequence[np.ndarray]) -> None:
        """Take over weights alone."""

    def state(self) -> State:
        """What it holds now; the arrays may be views."""

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Found:
        """Forward and backward on a batch."""

    def apply(self, gradients: Sequence[np.ndarray] | None = None) -> None:
        """One optimizer step: with its own last gradients, or with given ones."""

    def evaluate(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        """(loss, metric) outside training."""

    def parameter_counts(self) -> dict[str, int]:
        """Number of parameters of every layer, by name."""


@runtime_checkable
class WatchesEpochs(Protocol):
    """A candidate with an `EarlyStopping` of its own."""

    def epoch_end(self, epoch: int, logs: dict[str, float]) -> bool:
        """Look at an epoch's logs, epochs counted from 1; True if training stops here."""

    def train_end(self) -> None:
        """After the last epoch: the best epoch's weights may be put back."""
