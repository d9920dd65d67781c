"""A scratch model as one side of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

import scratch
from comparisons.training.candidate import Found, State
from comparisons.training.plan import ModelPlan, build_layers, float32_exact
from reference import ON_CORRECTED_ROOT
from scratch.models.flat_arrays import FlatArrays


class ScratchSide:
    """A `scratch.Sequential` as a `Candidate`. The default float type must be `dtype` while it lives."""

    def __init__(self, plan: ModelPlan, dtype: str) -> None:
        self.model = scratch.Sequential([scratch.Input(plan.input_shape), *build_layers(scratch, plan.layers, dtype)])
        constants = {name: value for name, value in float32_exact(plan.optimizer[1]).items() if name != ON_CORRECTED_ROOT}
        optimizer = getattr(scratch.optimizers, plan.optimizer[0])(**constants)  # its slots are those of the other form as well
        loss = getattr(scratch.losses, plan.loss[0])(**plan.loss[1], dtype=dtype)
        self.model.compile(optimizer, loss, metrics=[plan.metric])
        self.optimizer, self.metric = optimizer, plan.metric
        layout = self.model.parameters
        self.optimizer.build(layout.views if optimizer.needs_separate_gradients else [layout.flat])
        self.early_stopping = _watching(self.model, plan.early_stopping)

    def load(self, state: State) -> None:
        self.load_weights(state.weights)
        for name, arrays in self.slots().items():
            _write(arrays, state.slots[name])
        self.optimizer.iterations = state.iterations

    def load_weights(self, weights: Sequence[np.ndarray]) -> None:
        _write(self.model.trainable_weights, weights)

    def slots(self) -> dict[str, list[np.ndarray]]:
        """Views of every slot, weight by weight."""
        layout: FlatArrays = self.model.parameters
        if self.optimizer.needs_separate_gradients:
            return {name: [slots[name] for slots in self.optimizer.slots] for name in self.optimizer.slot_names}
        return {name: layout.split(self.optimizer.slots[0][name]) for name in self.optimizer.slot_names}

    def state(self) -> State:
        return State(self.model.trainable_weights, self.slots(), self.optimizer.iterations)

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Found:
        loss, outputs = self.model.loss_and_gradients(x, y)
        return Found(loss, self._measured(y, outputs), self.model.gradients.views)

    def apply(self, gradients: Sequence[np.ndarray] | None = None) -> None:
        if gradients is not None:
            _write(self.model.gradients.views, gradients)
        self.model.apply_gradients()

    def evaluate(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        found = self.model.evaluate(x, y, batch_size=1000, verbose=0, return_dict=True)
        return found["loss"], found[self.metric]

    def epoch_end(self, epoch: int, logs: dict[str, float]) -> bool:
        self.model.stop_training = False
        if self.early_stopping is not None:
            self.early_stopping.on_epoch_end(epoch - 1, logs)
        return self.model.stop_training

    def train_end(self) -> None:
        if self.early_stopping is not None:
            self.early_stopping.on_train_end()

    def parameter_counts(self) -> dict[str, int]:
        return {layer.name: layer.count_params() for layer in self.model.layers}

    def _measured(self, y: np.ndarray, outputs: np.ndarray) -> float:
        return scratch.metrics.resolve(self.metric, y.shape, outputs.shape)(y, outputs)


def _watching(model: scratch.Sequential, settings: dict[str, Any] | None) -> scratch.callbacks.EarlyStopping | None:
    """An EarlyStopping of this model, where training has begun."""
    if settings is None:
        return None
    early_stopping = scratch.callbacks.EarlyStopping(**settings)
    early_stopping.set_model(model)
    early_stopping.on_train_begin()
    return early_stopping


def _write(targets: Sequence[np.ndarray], values: Sequence[np.ndarray]) -> None:
    for target, value in zip(targets, values, strict=True):
        target[...] = value
