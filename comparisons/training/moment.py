"""One step of Keras's own training, with everything the tracks hold against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.training.batches import Batch
from comparisons.training.candidate import State
from comparisons.training.ledger import Quantity
from reference import KerasState, KerasStep


@dataclass(frozen=True)
class Moment:
    """Keras before, during and after one step.

    Args:
        batch: the data of the step.
        x, y: the same as tensors.
        keras_before: the state it started from, as Keras holds it.
        before, after: the states as NumPy arrays.
        found: loss, accuracy and gradients as Keras holds them.
        loss: the loss as a number.
        gradients: the gradients as NumPy arrays.
    """

    batch: Batch
    x: Any
    y: Any
    keras_before: KerasState
    before: State
    after: State
    found: KerasStep
    loss: float
    gradients: list[np.ndarray]


LOSS = Quantity("loss")


def weight_quantities(names: list[tuple[str, str]]) -> list[Quantity]:
    """One for every trainable weight, by (layer, tensor)."""
    return [Quantity("weight", layer, tensor) for layer, tensor in names]


def gradient_quantities(names: list[tuple[str, str]]) -> list[Quantity]:
    """One for the gradient of every trainable weight."""
    return [Quantity("gradient", layer, tensor) for layer, tensor in names]


def slot_quantities(names: list[tuple[str, str]], slots: dict[str, list[np.ndarray]]) -> dict[str, list[Quantity]]:
    """For every slot of the optimizer, one for each weight; or one in all, if the slot is a scalar of the optimizer."""
    return {
        slot: [Quantity("slot", layer, f"{slot} of {tensor}") for layer, tensor in names]
        if len(arrays) == len(names)
        else [Quantity("slot", "optimizer", slot)]
        for slot, arrays in slots.items()
    }
