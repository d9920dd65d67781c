"""Recording a training: the comparison of `parity compare`, with everything written down that its tracks hold against a side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from comparisons.data import load
from comparisons.golden.training import STEPS, Trained, Training
from comparisons.tolerance import K
from comparisons.training.batches import Batch, batches
from comparisons.training.comparison import Comparison
from comparisons.training.ledger import Quantity
from comparisons.training.moment import LOSS
from comparisons.training.run import initial_weights, settled
from comparisons.training.samples import prepare
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.sides import keras_training

Numbers = dict[Quantity, list[Any]]


def recorded_trainings(trainings: Sequence[Training], *, seed: int, stopped: Callable[[], bool]) -> Iterator[Trained]:
    """Each in turn, until `stopped`, by the Keras that is installed."""
    for training in trainings:
        if stopped():
            return
        yield recorded_training(training, seed=seed)


def recorded_training(training: Training, *, seed: int) -> Trained:
    """One of them."""
    settings = training.settings(seed)
    plan, dtype = settings.plan, settings.dtype
    samples = prepare(load(settings.data).limited(settings.limit or 0), plan, dtype).train
    with settled(dtype):
        keras, start = keras_training(plan, dtype), initial_weights(settings)
        comparison = Comparison(keras, lambda: ScratchSide(plan, dtype), start, batch_size=settings.batch_size, seed=seed)
        notes = _Notes(comparison)
        stream = batches(*samples, epochs=STEPS, batch_size=settings.batch_size, seed=seed)
        comparison.run(islice(stream, STEPS), on_step=notes.take, stopped=lambda: False)
    return notes.trained(training)


class _Notes:
    """What is told after every step, quantity by quantity."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison, self.batches = comparison, list[Batch]()
        begin = comparison.after
        self.found: Numbers = {quantity: [] for quantity in (LOSS, *comparison.locked.gradients)}
        self.found |= {quantity: [a.copy()] for quantity, a in zip(comparison.weights, begin.weights, strict=True)}
        for slot, quantities in comparison.slots.items():
            self.found |= {quantity: [a.copy()] for quantity, a in zip(quantities, begin.slots[slot], strict=True)}
        self.noise: Numbers = {quantity: [] for quantity in self.found}
        self.drift: Numbers = {quantity: [] for quantity in self.found if quantity not in comparison.locked.gradients}

    def take(self, batch: Batch, loss: float) -> None:
        """A step."""
        noise, moment = self.comparison.noise, self.comparison.noise.moment
        self.batches.append(batch)
        self._note(LOSS, loss, noise.of_loss())
        for number, quantity in enumerate(self.comparison.locked.gradients):
            self._note(quantity, moment.gradients[number], noise.of_gradient(number))
        for number, quantity in enumerate(self.comparison.weights):
            self._note(quantity, moment.after.weights[number], noise.of_weight(number))
        for slot, quantities in self.comparison.slots.items():
            for number, quantity in enumerate(quantities):
                self._note(quantity, moment.after.slots[slot][number], noise.of_slot(slot, number))
        for quantity, drifts in self.drift.items():
            drifts.append(self.comparison.envelope.noise(quantity))

    def _note(self, quantity: Quantity, value: Any, allowed: Any) -> None:
        self.found[quantity].append(np.array(value, dtype=self.comparison.keras.dtype))
        self.noise[quantity].append(np.broadcast_to(np.asarray(allowed, dtype="float64") / K, np.shape(value)))

    def trained(self, training: Training) -> Trained:
        """All steps."""
        x, y = (np.stack([getattr(batch, name) for batch in self.batches]) for name in ("x", "y"))
        found, noise, drift = ({q: np.array(rows) for q, rows in numbers.items()} for numbers in (self.found, self.noise, self.drift))
        return Trained(training, x, y, found, noise, drift)
