"""An optimizer's numbers in the order of `keras.optimizers.Optimizer.variables`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.optimizers import Optimizer, RMSprop
from scratch.optimizers.state import ACCUMULATOR, AVERAGE

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential


def optimizer_variables(model: Sequential) -> list[Array]:
    """Number of calls, learning rate (unless it is a schedule or a function), slots weight by weight, scalars.

    The slots are views, the rest copies.
    """
    optimizer = _of(model)
    return [*_head(optimizer), *(a for names in _slot_groups(optimizer) for a in _interleaved(model, names)), *optimizer.scalars.values()]


def set_optimizer_variables(model: Sequential, values: Sequence[Array]) -> None:
    """Write what `optimizer_variables` (or Keras) listed.

    Raises:
        ValueError: other numbers of arrays, or other shapes, than this optimizer has.
    """
    optimizer = _of(model)
    own = optimizer_variables(model)
    shapes, given = [np.shape(a) for a in own], [np.shape(a) for a in values]
    if shapes != given:
        raise ValueError(f"{optimizer.name}: expected state of shapes {shapes}, got {given}; compile with the optimizer that was saved.")
    head, scalars = len(_head(optimizer)), len(optimizer.scalars)
    optimizer.steps = int(values[0])
    if head == 2:
        optimizer.learning_rate = float(values[1])
    for old, new in zip(own[head : len(own) - scalars], values[head:]):
        old[...] = namespace(old).asarray(new)
    for name, new in zip(optimizer.scalars, values[len(own) - scalars :]):
        optimizer.scalars[name] = np.asarray(new)[()]


def build_optimizer(model: Sequential) -> None:
    """Make the slots, as the first update would."""
    optimizer, layout = _of(model), model.parameters
    optimizer.build(layout.views if optimizer.needs_separate_gradients else [layout.flat])


def _of(model: Sequential) -> Optimizer:
    assert model.optimizer is not None
    return model.optimizer


def _head(optimizer: Optimizer) -> list[Array]:
    rate = optimizer.config_value("learning_rate")
    return [np.int64(optimizer.steps), *([] if callable(rate) else [np.asarray(rate, dtype=config.floatx())])]


def _slot_groups(optimizer: Optimizer) -> list[tuple[str, ...]]:
    """Names of slots that Keras makes together, all of one weight before the next weight's: the first two of every rule,
    RMSprop's one after the other."""
    shared = [(AVERAGE,)] * optimizer.use_ema + [(ACCUMULATOR,)] * bool(optimizer.gradient_accumulation_steps)
    together = 1 if isinstance(optimizer, RMSprop) else 2
    names = optimizer.slot_names
    return [*shared, names[:together], *((name,) for name in names[together:])]


def _interleaved(model: Sequential, names: Sequence[str]) -> list[Array]:
    optimizer = _of(model)
    slots = [
        [each[name] for each in optimizer.slots] if optimizer.needs_separate_gradients else model.parameters.split(optimizer.slots[0][name])
        for name in names
    ]
    return [array for of_one_weight in zip(*slots) for array in of_one_weight]
