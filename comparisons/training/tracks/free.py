"""Free track: each side trains alone, from the same weights on the same batches."""

from __future__ import annotations

from typing import Any

from comparisons.tolerance import allowance
from comparisons.training.candidate import Candidate
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ledger, Quantity
from comparisons.training.moment import LOSS, Moment


class FreeTrack:
    """Judges a whole training against the envelope of the shadow runs.

    Args:
        candidate: starts from its own weights, which are compared before the first step.
        ledger: where the comparisons go.
        envelope: widened by the shadow runs before every `step`.
        weights, slots: what is compared after every step.
    """

    def __init__(
        self,
        candidate: Candidate,
        ledger: Ledger,
        envelope: Envelope,
        *,
        weights: list[Quantity],
        slots: dict[str, list[Quantity]],
    ) -> None:
        self.candidate, self.ledger, self.envelope = candidate, ledger, envelope
        self.weights, self.slots = weights, slots
        self.gaps: list[float] = []
        self.noise: list[float] = []
        self.losses: list[float] = []
        self.metrics: list[float] = []

    def compare_start(self, weights: list[Any], dtype: str) -> None:
        """Step 0: both sides must start from the same weights, to the bit."""
        self.ledger.at(0, 0)
        for quantity, mine, theirs in zip(self.weights, self.candidate.state().weights, weights, strict=True):
            self.ledger.compare(quantity, mine, theirs, float(allowance(spread=0.0, scale=0.0, dtype=dtype)))

    def step(self, moment: Moment) -> None:
        """Train one step and judge loss, weights and slots."""
        self.ledger.at(moment.batch.step, moment.batch.epoch)
        found = self.candidate.gradients(moment.batch.x, moment.batch.y)
        self.candidate.apply()
        self.losses.append(found.loss)
        self.metrics.append(found.metric)
        self.gaps.append(self._compare(LOSS, found.loss, moment.loss))
        self.noise.append(self.envelope.noise(LOSS))
        after = self.candidate.state()
        for slot, quantities in self.slots.items():
            for quantity, mine, theirs in zip(quantities, after.slots[slot], moment.after.slots[slot], strict=True):
                self._compare(quantity, mine, theirs)
        for quantity, mine, theirs in zip(self.weights, after.weights, moment.after.weights, strict=True):
            self._compare(quantity, mine, theirs)

    def _compare(self, quantity: Quantity, mine: Any, theirs: Any) -> float:
        return self.ledger.compare(quantity, mine, theirs, self.envelope.allowed(quantity)).apart
