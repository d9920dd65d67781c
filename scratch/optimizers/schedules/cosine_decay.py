"""Cosine decay, after a linear warmup if there is one."""

from __future__ import annotations

import numpy as np

from scratch.optimizers.schedules.schedule import LearningRateSchedule, check_decay_steps, half_cosine


class CosineDecay(LearningRateSchedule):
    """A straight line up from initial_learning_rate to warmup_target, then half a cosine down to alpha times it.

    warmup:  initial_learning_rate + (warmup_target - initial_learning_rate) step / warmup_steps
    decay:   top ((1 - alpha) (1 + cos(pi s / decay_steps)) / 2 + alpha), s counted from the end of the warmup,
             top = warmup_target, or initial_learning_rate without a warmup

    Args:
        initial_learning_rate: at step 0.
        decay_steps: steps of the decay, above 0; the rate stays at its end from there on.
        alpha: the end, as a fraction of the top.
        name: how results call it.
        warmup_target: rate at the end of the warmup; None for no warmup, whatever `warmup_steps` says.
        warmup_steps: its length.

    Source: Loshchilov and Hutter 2017, eq. 5 without restarts; warmup: Goyal et al. 2017;
    `keras.optimizers.schedules.CosineDecay`.
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: float = 0,
    ) -> None:
        check_decay_steps("CosineDecay", decay_steps)
        self.initial_learning_rate, self.decay_steps, self.alpha, self.name = initial_learning_rate, decay_steps, alpha, name
        self.warmup_target, self.warmup_steps = warmup_target, warmup_steps

    def rate_at(self, step: np.float32) -> np.float32:
        first, warmup, length = np.float32(self.initial_learning_rate), np.float32(self.warmup_steps), np.float32(self.decay_steps)
        if self.warmup_target is None:
            return self._decayed(first, min(step, length) / length)
        top = np.float32(self.warmup_target)
        if step < warmup:
            return (top - first) * (step / warmup) + first
        return self._decayed(top, (min(step, length + warmup) - warmup) / length)

    def _decayed(self, top: np.float32, passed: np.float32) -> np.float32:
        return top * (np.float32(1 - self.alpha) * half_cosine(passed) + np.float32(self.alpha))
