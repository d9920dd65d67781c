"""Polynomial decay."""

from __future__ import annotations

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule, check_decay_steps


class PolynomialDecay(LearningRateSchedule):
    """(initial_learning_rate - end_learning_rate) (1 - step / decay_steps)^power + end_learning_rate.

    Args:
        initial_learning_rate: at step 0.
        decay_steps: steps until the end, above 0.
        end_learning_rate: from there on.
        power: 1 for a straight line.
        cycle: when the end is reached, start again from a smaller rate and with the end twice (three times, ...) as
            far from step 0; else stay at the end.
        name: how results call it.

    Source: `keras.optimizers.schedules.PolynomialDecay`.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        check_decay_steps("PolynomialDecay", decay_steps)
        self.initial_learning_rate, self.decay_steps, self.end_learning_rate = initial_learning_rate, decay_steps, end_learning_rate
        self.power, self.cycle, self.name = power, cycle, name

    def rate_at(self, step: np.float32) -> np.float32:
        first, last, end = np.float32(self.initial_learning_rate), np.float32(self.end_learning_rate), np.float32(self.decay_steps)
        if self.cycle:
            end *= max(np.ceil(step / end), np.float32(1))
        else:
            step = min(step, end)
        return (first - last) * (1 - step / end) ** np.float32(self.power) + last
