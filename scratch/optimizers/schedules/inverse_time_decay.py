"""Inverse time decay."""

from __future__ import annotations

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule, check_decay_steps


class InverseTimeDecay(LearningRateSchedule):
    """initial_learning_rate / (1 + decay_rate step / decay_steps).

    Args:
        initial_learning_rate: at step 0.
        decay_steps: unit in which steps are counted, above 0.
        decay_rate: how much the divisor grows in that many steps.
        staircase: count whole units only.
        name: how results call it.

    Source: `keras.optimizers.schedules.InverseTimeDecay`; with `decay_steps=1`, the `decay` argument of Keras 1 and 2.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False, name: str = "InverseTimeDecay"
    ) -> None:
        check_decay_steps("InverseTimeDecay", decay_steps)
        self.initial_learning_rate, self.decay_steps, self.decay_rate = initial_learning_rate, decay_steps, decay_rate
        self.staircase, self.name = staircase, name

    def rate_at(self, step: np.float32) -> np.float32:
        passed = step / np.float32(self.decay_steps)
        units = np.floor(passed) if self.staircase else passed
        return np.float32(self.initial_learning_rate) / (1 + np.float32(self.decay_rate) * units)
