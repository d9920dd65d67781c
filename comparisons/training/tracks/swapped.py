"""Swapped track: one side's gradients drive the other side's optimizer, and the reverse."""

from __future__ import annotations

from comparisons.training.candidate import Candidate
from comparisons.training.moment import Moment
from comparisons.training.sides import KerasStates
from comparisons.training.tracks.judge import Judge
from reference import KerasState, KerasTraining


class GradientSwap:
    """The candidate's gradients, Keras's optimizer: outside its envelope, the gradients are at fault.

    Adam hides a constant factor of a gradient from the weights, but not from its slots.
    """

    def __init__(self, candidate: Candidate, keras: KerasTraining, start: KerasState, judge: Judge) -> None:
        self.candidate, self.keras, self.state, self.judge = candidate, keras, start, judge
        self.states = KerasStates(keras)
        self.now = self.states.read(start)

    def step(self, moment: Moment) -> float:
        """Train one step; returns how far the loss is from Keras's."""
        self.candidate.load_weights(self.now.weights)
        found = self.candidate.gradients(moment.batch.x, moment.batch.y)
        before = self.state
        self.state = self.keras.update(self.state, self.keras.tensor(self.states.joined(found.gradients)))
        self.now = self.states.read(self.state)
        return self.judge.judge(found.loss, self.now, moment, lambda: before)


class UpdateSwap:
    """Keras's gradients, the candidate's optimizer: outside its envelope, the update is at fault."""

    def __init__(self, candidate: Candidate, keras: KerasTraining, start: KerasState, judge: Judge) -> None:
        self.candidate, self.keras, self.judge = candidate, keras, judge
        self.states = KerasStates(keras)
        candidate.load(self.states.read(start))

    def step(self, moment: Moment) -> float:
        """Train one step; returns how far the loss is from Keras's."""
        here = self.states.written(self.candidate.state(), moment.keras_before)
        found = self.keras.gradients(here, moment.x, moment.y)
        self.candidate.apply(self.states.split(found.gradients.numpy()))
        return self.judge.judge(float(found.loss), self.candidate.state(), moment, lambda: here)
