"""Keras as one side of a comparison: made from a plan, its states read and written by name."""

from __future__ import annotations

from collections.abc import Sequence

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
        metric=plan.metric,
    )


class KerasStates:
    """Translates between Keras's joined states and named arrays."""

    def __init__(self, keras: KerasTraining) -> None:
        self.keras = keras
        self.shapes = keras.shapes
        self.weights = keras.weight_count
        self.slots = {name: len(variables) for name, variables in keras.slots.items()}

    def read(self, state: KerasState) -> State:
        """Everything in `state`; the arrays are views of one copy."""
        parts = self.split(state.values.numpy())
        slots, start = {}, self.weights + self.keras.fixed_count
        for name, count in self.slots.items():
            slots[name] = parts[start : start + count]
            start += count
        return State(parts[: self.weights], slots, int(state.iterations))

    def split(self, joined: np.ndarray) -> list[np.ndarray]:
        """The arrays of a joined one, such as gradients; it may end early."""
        parts, start = [], 0
        for shape in self.shapes:
            if start == joined.size:
                break
            size = int(np.prod(shape))
            parts.append(joined[start : start + size].reshape(shape))
            start += size
        return parts

    def written(self, state: State, around: KerasState) -> KerasState:
        """A state as Keras takes it; variables that are not trained come from `around`."""
        return self.keras.state(self.joined_state(state, around), state.iterations)

    def joined_state(self, state: State, around: KerasState) -> np.ndarray:
        """The values of `written` as one new array."""
        fixed = around.values.numpy() if self.keras.fixed_count else np.zeros(0)
        between = self.split(fixed)[self.weights : self.weights + self.keras.fixed_count]
        return self.joined([*state.weights, *between, *(array for name in self.slots for array in state.slots[name])])

    def joined(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """Arrays one after the other, as `KerasTraining.update` takes gradients."""
        return np.concatenate([np.asarray(a).reshape(-1) for a in arrays])
