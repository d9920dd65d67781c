"""Everything that trains in a comparison, and the shapes both sides agree on."""

from __future__ import annotations

import numpy as np

from comparisons.training.candidate import State
from comparisons.training.plan import ModelPlan, float32_exact
from reference import KerasState, KerasTraining


def keras_training(plan: ModelPlan, dtype: str) -> KerasTraining:
    """The Keras side of a plan, compiled."""
    return KerasTraining(
        input_shape=plan.input_shape,
        layers=plan.layers,
        loss=plan.loss,
        optimizer=(plan.optimizer[0], float32_exact(plan.optimizer[1])),
        dtype=dtype,
    )


class KerasStates:
    """Reads Keras's states as NumPy arrays, by name."""

    def __init__(self, keras: KerasTraining) -> None:
        self.positions = keras.slot_positions

    def read(self, state: KerasState) -> State:
        """Copies of everything in `state`."""
        weights = [np.asarray(w.numpy()) for w in state.weights]
        slots = {name: [state.optimizer[i].numpy() for i in where] for name, where in self.positions.items()}
        return State(weights, slots, int(state.optimizer[0].numpy()))
