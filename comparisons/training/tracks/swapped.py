"""Swapped track: one side's gradients drive the other side's optimizer, and the reverse."""

from __future__ import annotations

from comparisons.training.candidate import Candidate, State
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ledger, Quantity
from comparisons.training.moment import LOSS, Moment
from comparisons.training.sides import KerasStates
from reference import KerasState, KerasTraining


class Swap:
    """What both halves share: a ledger, and the free track's way of judging."""

    def __init__(self, ledger: Ledger, envelope: Envelope, *, weights: list[Quantity], slots: dict[str, list[Quantity]]) -> None:
        self.ledger, self.envelope = ledger, envelope
        self.weights, self.slots = weights, slots

    def judge(self, loss: float, after: State, moment: Moment) -> float:
        """Compare loss, slots and weights with Keras's own training; returns how far the loss is apart."""
        self.ledger.at(moment.batch.step, moment.batch.epoch)
        apart = self.ledger.compare(LOSS, loss, moment.loss, self.envelope.allowed(LOSS)).apart
        for slot, quantities in self.slots.items():
            for quantity, mine, theirs in zip(quantities, after.slots[slot], moment.after.slots[slot], strict=True):
                self.ledger.compare(quantity, mine, theirs, self.envelope.allowed(quantity))
        for quantity, mine, theirs in zip(self.weights, after.weights, moment.after.weights, strict=True):
            self.ledger.compare(quantity, mine, theirs, self.envelope.allowed(quantity))
        return apart


class GradientSwap:
    """The candidate's gradients, Keras's optimizer: outside its envelope, the gradients are at fault.

    Adam hides a constant factor of a gradient from the weights, but not from its slots.
    """

    def __init__(self, candidate: Candidate, keras: KerasTraining, start: KerasState, swap: Swap) -> None:
        self.candidate, self.keras, self.state, self.swap = candidate, keras, start, swap
        self.states = KerasStates(keras)
        self.now = self.states.read(start)

    def step(self, moment: Moment) -> float:
        """Train one step; returns how far the loss is from Keras's."""
        self.candidate.load_weights(self.now.weights)
        found = self.candidate.gradients(moment.batch.x, moment.batch.y)
        self.state = self.keras.update(self.state, self.keras.tensor(self.states.joined(found.gradients)))
        self.now = self.states.read(self.state)
        return self.swap.judge(found.loss, self.now, moment)


class UpdateSwap:
    """Keras's gradients, the candidate's optimizer: outside its envelope, the update is at fault."""

    def __init__(self, candidate: Candidate, keras: KerasTraining, start: KerasState, swap: Swap) -> None:
        self.candidate, self.keras, self.start, self.swap = candidate, keras, start, swap
        self.states = KerasStates(keras)
        candidate.load(self.states.read(start))

    def step(self, moment: Moment) -> float:
        """Train one step; returns how far the loss is from Keras's."""
        here = self.states.with_weights(self.start, self.candidate.state().weights)
        found = self.keras.gradients(here, moment.x, moment.y)
        self.candidate.apply(self.states.split(found.gradients.numpy()))
        return self.swap.judge(float(found.loss), self.candidate.state(), moment)
