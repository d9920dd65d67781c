"""Training a network in Keras and beside it, step by step, through all tracks at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from comparisons.training.batches import Batch
from comparisons.training.candidate import Candidate, SideFailedError, hides_slots, takes_whole_steps
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Ledger, Quantity
from comparisons.training.moment import LOSS, Moment, gradient_quantities, slot_quantities, weight_quantities
from comparisons.training.samples import Samples
from comparisons.training.sides import KerasStates
from comparisons.training.tracks.free import FreeTrack
from comparisons.training.tracks.judge import Judge
from comparisons.training.tracks.jumps import Jumps
from comparisons.training.tracks.local_noise import LocalNoise
from comparisons.training.tracks.locked import LockedTrack
from comparisons.training.tracks.swapped import GradientSwap, UpdateSwap
from comparisons.training.validation import Validation
from reference import KerasState, KerasTraining

SHADOWS = 2  # shadow runs of Keras; each widens the envelope, and costs as much as Keras itself
JUDGES = 3  # of the free track and of both halves of the swapped one
TEST_LOSS = Quantity("test_loss")
Measured = dict[str, tuple[float, float]]  # (loss, metric) by side


@dataclass
class Stopwatch:
    """Seconds spent in each side."""

    seconds: dict[str, float] = field(default_factory=dict)

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        """Do `work` and add its time to `name`."""
        began = time.perf_counter()
        done = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        return done


class Comparison:
    """One comparison of trainings.

    Args:
        keras: the reference.
        make_candidate: makes a fresh candidate; called once for every track, so that none sees another's state.
        start: initial weights, all of them, in Keras's order.
        batch_size: largest batch.
        seed: of the shadow runs' noise.
        validation: measured after every epoch, if given.
        early_stopping: arguments of the `EarlyStopping` that watches it, if one does.
    """

    def __init__(
        self,
        keras: KerasTraining,
        make_candidate: Callable[[], Candidate],
        start: list[np.ndarray],
        *,
        batch_size: int,
        seed: int,
        validation: Samples | None = None,
        early_stopping: dict[str, Any] | None = None,
    ) -> None:
        self.keras, self.seed = keras, seed
        self.states = KerasStates(keras)
        self.now = keras.start(start)
        self.shadows: list[KerasState] = [self.now] * SHADOWS
        self.envelope = Envelope(keras.dtype)
        self.stopwatch = Stopwatch()
        self.failure = ""
        self.losses: list[float] = []
        self.metrics: list[float] = []
        self._make_tracks(make_candidate, batch_size)
        self.validation = None if validation is None else Validation(self, validation, early_stopping)

    def _make_tracks(self, make_candidate: Callable[[], Candidate], batch_size: int) -> None:
        begin = self.after = self.states.read(self.now)
        names = self.keras.tensor_names
        candidate = make_candidate()
        self.whole_steps = takes_whole_steps(candidate)
        self.weights = weight_quantities(names)
        self.slots = {} if hides_slots(candidate) else slot_quantities(names, begin.slots)
        judges = {name: self._judge(Ledger(batch_size), number) for number, name in enumerate(("free", "gradient", "update"))}
        candidate.load(begin)
        self.free = FreeTrack(candidate, judges["free"])
        self.free.compare_start(begin.weights, self.keras.dtype)
        self.noise = LocalNoise(self.keras, self.states, self.seed)
        self.locked = LockedTrack(
            make_candidate(), Ledger(batch_size), self.noise,
            gradients=gradient_quantities(names), weights=self.weights, slots=self.slots, dtype=self.keras.dtype,
        )  # fmt: skip
        self.gradient_swap = GradientSwap(make_candidate(), self.keras, self.now, judges["gradient"])
        self.update_swap = UpdateSwap(make_candidate(), self.keras, self.now, judges["update"])
        self.swapped_gap = 0.0

    def _judge(self, ledger: Ledger, number: int) -> Judge:
        jumps = Jumps(self.keras, self.states, self.envelope, adopt=self._adopt, seed=self.seed * JUDGES + number)
        return Judge(ledger, self.envelope, jumps, weights=self.weights, slots=self.slots)

    def _adopt(self, state: KerasState) -> None:
        """Let the oldest shadow go on from here instead."""
        self.shadows = [*self.shadows[1:], state]

    def run(self, batches: Iterable[Batch], *, on_step: Callable[[Batch, float], None], stopped: Callable[[], bool]) -> bool:
        """Train through all batches, or until EarlyStopping ends it; returns False if `stopped` did, after a whole step."""
        for batch in batches:
            if stopped():
                return False
            try:
                self._step(batch)
            except SideFailedError as problem:
                self._fail(batch, problem)
                return True
            on_step(batch, self.losses[-1])
            if batch.ends_epoch and self.validation is not None and self.validation.epoch_end(batch.epoch):
                break
        if self.validation is not None:
            self.validation.train_end()
        return True

    def evaluate(self, samples: Samples, tensors: tuple[Any, Any] | None = None, quantity: Quantity = TEST_LOSS) -> Measured:
        """(loss, metric) of both sides on held-back data, judged like a step of the free track.

        Args:
            samples: the data.
            tensors: the same as Keras holds them, if they are at hand.
            quantity: what the loss is called.
        """
        x, y = tensors or (self.keras.tensor(samples.x), self.keras.tensor(samples.y))
        time_ = self.stopwatch.time
        theirs = time_("reference", lambda: self.keras.evaluate(self.now, x, y))
        shadows = time_("shadows", lambda: [self.keras.evaluate(state, x, y)[0] for state in self.shadows])
        mine = time_("scratch", lambda: self.free.candidate.evaluate(*samples))
        self.envelope.widen(quantity, theirs[0], shadows)
        self.free.ledger.compare(quantity, mine[0], theirs[0], self.envelope.allowed(quantity))
        return {"scratch": mine, "reference": theirs}

    def _fail(self, batch: Batch, problem: SideFailedError) -> None:
        """The candidate is at its end; what both sides did until then stays."""
        self.failure = f"step {batch.step}: {problem}"
        del self.losses[len(self.free.losses) :], self.metrics[len(self.free.metrics) :]

    def restore(self, now: KerasState, shadows: list[KerasState]) -> None:
        """Keras and its shadows go back to other weights: those of their best epoch."""
        self.now, self.shadows = now, shadows
        self.after = self.states.read(now)

    def _step(self, batch: Batch) -> None:
        time_ = self.stopwatch.time
        moment = time_("reference", lambda: self._reference_step(batch))
        time_("shadows", lambda: self._shadow_step(moment))
        time_("scratch", lambda: self.free.step(moment))
        time_("locked", lambda: self.locked.step(moment))
        if not self.whole_steps:
            gaps = time_("swapped", lambda: (self.gradient_swap.step(moment), self.update_swap.step(moment)))
            self.swapped_gap = max(self.swapped_gap, *gaps)

    def _reference_step(self, batch: Batch) -> Moment:
        before, keras_before = self.after, self.now
        x, y = self.keras.tensor(batch.x), self.keras.tensor(batch.y)
        found, self.now = self.keras.step(self.now, x, y)
        self.after = self.states.read(self.now)
        self.losses.append(float(found.loss))
        self.metrics.append(float(found.metric))
        gradients = self.states.split(found.gradients.numpy())
        return Moment(batch, x, y, keras_before, before, self.after, found, self.losses[-1], gradients)

    def _shadow_step(self, moment: Moment) -> None:
        losses, after = [], []
        for number, state in enumerate(self.shadows):
            loss, self.shadows[number] = self.keras.noisy_step(
                state, moment.x, moment.y, seed=(self.seed * SHADOWS + number, moment.batch.step)
            )
            losses.append(float(loss))
            after.append(self.states.read(self.shadows[number]))
        self.envelope.widen(LOSS, moment.loss, losses)
        for number, quantity in enumerate(self.weights):
            self.envelope.widen(quantity, moment.after.weights[number], [state.weights[number] for state in after])
        for slot, quantities in self.slots.items():
            for number, quantity in enumerate(quantities):
                self.envelope.widen(quantity, moment.after.slots[slot][number], [state.slots[slot][number] for state in after])
