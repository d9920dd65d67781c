"""Free track: each side trains alone, from the same weights on the same batches."""

from __future__ import annotations

from functools import partial
from typing import Any

from comparisons.tolerance import allowance
from comparisons.training.candidate import Candidate
from comparisons.training.ledger import Ledger
from comparisons.training.moment import LOSS, Moment
from comparisons.training.tracks.judge import Judge
from reference import KerasState


class FreeTrack:
    """Judges a whole training against the envelope of the shadow runs.

    Args:
        candidate: starts from its own weights, which are compared before the first step.
        judge: compares it with Keras's training after every step.
    """

    def __init__(self, candidate: Candidate, judge: Judge) -> None:
        self.candidate, self.judge = candidate, judge
        self.states = judge.jumps.states
        self.gaps: list[float] = []
        self.noise: list[float] = []
        self.losses: list[float] = []
        self.metrics: list[float] = []

    @property
    def ledger(self) -> Ledger:
        """What was compared."""
        return self.judge.ledger

    def compare_start(self, weights: list[Any], dtype: str) -> None:
        """Step 0: both sides must start from the same weights, to the bit."""
        self.ledger.at(0, 0)
        for quantity, mine, theirs in zip(self.judge.weights, self.candidate.state().weights, weights, strict=True):
            self.ledger.compare(quantity, mine, theirs, float(allowance(spread=0.0, scale=0.0, dtype=dtype)))

    def step(self, moment: Moment) -> None:
        """Train one step and judge loss, weights and slots."""
        before = self.states.joined_state(self.candidate.state(), moment.keras_before)
        found = self.candidate.gradients(moment.batch.x, moment.batch.y)
        self.candidate.apply()
        self.losses.append(found.loss)
        self.metrics.append(found.metric)
        came_from = partial(self._keras_state, before, moment)
        self.gaps.append(self.judge.judge(found.loss, self.candidate.state(), moment, came_from))
        self.noise.append(self.judge.envelope.noise(LOSS))

    def _keras_state(self, joined: Any, moment: Moment) -> KerasState:
        return self.states.keras.state(joined, moment.before.iterations)
