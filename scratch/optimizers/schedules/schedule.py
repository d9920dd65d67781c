"""What every learning-rate schedule has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import final

import numpy as np

from scratch.configurable import Configurable


class LearningRateSchedule(Configurable, ABC):
    """Callable from the number of finished steps to the learning rate of the next one.

    A subclass writes `rate_at(step)`. It computes in float32 whatever the dtype of the variables, as Keras does:
    there a Python number turns into a float32 tensor, even under `set_floatx('float64')`. Whole numbers count as floats
    here; in Keras a whole-number `initial_learning_rate` makes everything int32, and the rate 0 or an error.

    Source: `keras.optimizers.schedules.LearningRateSchedule`.
    """

    @final
    def __call__(self, step: float) -> float:
        """The learning rate after `step` steps, a float32 value."""
        with np.errstate(all="ignore"):  # what is undefined is NaN without a word, as in Keras
            return float(self.rate_at(np.float32(step)))

    @abstractmethod
    def rate_at(self, step: np.float32) -> np.float32:
        """The learning rate after `step` steps."""


def half_cosine(share: np.float32) -> np.float32:
    """From 1 at share 0 down to 0 at share 1, (1 + cos(pi share)) / 2.

    The cosine is rounded from float64: NumPy's own in float32 is up to two ulps off.
    """
    return np.float32(0.5) * (1 + np.float32(np.cos(np.float64(np.float32(np.pi) * share))))


def check_decay_steps(who: str, decay_steps: float, name: str = "decay_steps") -> None:
    """Raise unless the number of steps is above 0.

    Raises:
        ValueError: it is not.
    """
    if not decay_steps > 0:
        raise ValueError(f"{who}: expected {name} above 0, got {decay_steps!r}.")
