"""How a side that trains alone is judged: after every step, against the envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comparisons.training.candidate import State
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ask, Ledger, Quantity
from comparisons.training.moment import LOSS, Moment
from comparisons.training.tracks.jumps import Jumps, Pick
from reference import KerasState

NEAR = 0.25  # of the allowance: a jump that lands beyond it is asked about, as its consequences may leave the envelope in small steps


class Judge:
    """Compares loss, slots and weights with Keras's own training.

    Args:
        ledger: where the comparisons go.
        envelope: widened by the shadow runs before every step.
        jumps: asked about what is outside.
        weights, slots: what is compared.
    """

    def __init__(
        self, ledger: Ledger, envelope: Envelope, jumps: Jumps, *, weights: list[Quantity], slots: dict[str, list[Quantity]]
    ) -> None:
        self.ledger, self.envelope, self.jumps = ledger, envelope, jumps
        self.weights, self.slots = weights, slots
        self._apart: dict[Quantity, float] = {}

    def judge(self, loss: float, after: State, moment: Moment, came_from: Callable[[], KerasState]) -> float:
        """Judge a step that began in `came_from()`; returns how far its loss is apart."""
        self.ledger.at(moment.batch.step, moment.batch.epoch)
        self.jumps.at(moment, came_from)
        apart = self._compare(LOSS, loss, moment.loss, lambda reached: reached.loss)
        for slot, quantities in self.slots.items():
            for number, quantity in enumerate(quantities):
                self._carried(quantity, after.slots[slot][number], moment.after.slots[slot][number], _slot(slot, number))
        for number, quantity in enumerate(self.weights):
            self._carried(quantity, after.weights[number], moment.after.weights[number], _weight(number))
        return apart

    def _carried(self, quantity: Quantity, mine: Any, theirs: Any, pick: Pick) -> None:
        """Compare what one step hands to the next."""
        self._apart[quantity] = self._compare(quantity, mine, theirs, pick, above=NEAR)

    def _compare(self, quantity: Quantity, mine: Any, theirs: Any, pick: Pick, above: float = 1.0) -> float:
        before = self._apart.get(quantity, 0.0)
        asks = [] if self.ledger.first_outside else [Ask(above, lambda: self.jumps.allowed(quantity, pick, mine, theirs, before=before))]
        return self.ledger.compare(quantity, mine, theirs, self.envelope.allowed(quantity), asks).apart


def _slot(slot: str, number: int) -> Pick:
    return lambda reached: reached.after.slots[slot][number]


def _weight(number: int) -> Pick:
    return lambda reached: reached.after.weights[number]
