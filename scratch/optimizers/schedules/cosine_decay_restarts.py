"""Cosine decay with warm restarts."""

from __future__ import annotations

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule, check_decay_steps, half_cosine


class CosineDecayRestarts(LearningRateSchedule):
    """Half a cosine down to alpha times initial_learning_rate, again and again.

    rate = initial_learning_rate ((1 - alpha) m_mul^i (1 + cos(pi f)) / 2 + alpha), f the finished share of period i

    Args:
        initial_learning_rate: at step 0.
        first_decay_steps: length of period 0, above 0.
        t_mul: how many times as long every period is as the one before, above 0.
        m_mul: how many times as high it starts.
        alpha: its end, as a fraction of initial_learning_rate.
        name: how results call it.

    Source: Loshchilov and Hutter 2017, eq. 5 with section 3's growing periods;
    `keras.optimizers.schedules.CosineDecayRestarts`, whose float32 logarithm puts some restarts one step late (the
    rate of that step is the end of the period before, not the start of the next): so does this.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: float,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        check_decay_steps("CosineDecayRestarts", first_decay_steps, "first_decay_steps")
        check_decay_steps("CosineDecayRestarts", t_mul, "t_mul")
        self.initial_learning_rate, self.first_decay_steps = initial_learning_rate, first_decay_steps
        self.t_mul, self.m_mul, self.alpha, self.name = t_mul, m_mul, alpha, name

    def rate_at(self, step: np.float32) -> np.float32:
        period, share = self._period(step / np.float32(self.first_decay_steps))
        alpha = np.float32(self.alpha)
        wave = np.float32(self.m_mul) ** period * half_cosine(share)
        return np.float32(self.initial_learning_rate) * ((1 - alpha) * wave + alpha)

    def _period(self, passed: np.float32) -> tuple[np.float32, np.float32]:
        """(number of the period, finished share of it) after `passed` times the first period's length."""
        growth = np.float32(self.t_mul)
        if growth == 1:
            return np.floor(passed), passed - np.floor(passed)
        period = np.floor(_log(1 - passed * (1 - growth)) / _log(growth))
        start = (1 - growth**period) / (1 - growth)
        return period, (passed - start) / growth**period


def _log(x: np.float32) -> np.float32:
    """The logarithm rounded from float64, so that the restarts do not depend on the processor."""
    return np.float32(np.log(np.float64(x)))
