"""Exponential decay."""

from __future__ import annotations

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule, check_decay_steps


class ExponentialDecay(LearningRateSchedule):
    """initial_learning_rate decay_rate^(step / decay_steps).

    Args:
        initial_learning_rate: at step 0.
        decay_steps: steps in which the rate falls by the factor `decay_rate`, above 0.
        decay_rate: that factor.
        staircase: fall at once, at the end of every `decay_steps` steps.
        name: how results call it.

    Source: `keras.optimizers.schedules.ExponentialDecay`.
    """

    def __init__(
        self, initial_learning_rate: float, decay_steps: float, decay_rate: float, staircase: bool = False, name: str = "ExponentialDecay"
    ) -> None:
        check_decay_steps("ExponentialDecay", decay_steps)
        self.initial_learning_rate, self.decay_steps, self.decay_rate = initial_learning_rate, decay_steps, decay_rate
        self.staircase, self.name = staircase, name

    def rate_at(self, step: np.float32) -> np.float32:
        passed = step / np.float32(self.decay_steps)
        power = np.floor(passed) if self.staircase else passed
        return np.float32(self.initial_learning_rate) * np.float32(self.decay_rate) ** power
