"""Locked track: every step starts from Keras's state, so that it shows the local error of one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np

from comparisons.tolerance import allowance
from comparisons.training.candidate import Candidate, takes_whole_steps
from comparisons.training.ledger import ENOUGH, Ask, Ledger, Quantity
from comparisons.training.moment import LOSS, Moment


class StepNoise(Protocol):
    """Allowances of one step: measured with Keras (`LocalNoise`), or recorded."""

    def at(self, moment: Moment) -> None:
        """What follows belongs to this step."""

    def of_loss(self) -> Any:
        """Allowance of the loss."""

    def of_gradient(self, number: int) -> Any:
        """Allowance of a gradient."""

    def of_gradient_at_kinks(self, number: int) -> Any:
        """Allowance of a gradient where a kink is near."""

    def of_slot(self, slot: str, number: int) -> Any:
        """Allowance of a slot after the update."""

    def of_weight(self, number: int) -> Any:
        """Allowance of a weight after the update."""


class LockedTrack:
    """Judges loss and gradients at Keras's weights, then the update from Keras's state by Keras's gradients.

    Neither half sees an error of the other, so what is outside is where the fault is.
    """

    def __init__(
        self,
        candidate: Candidate,
        ledger: Ledger,
        noise: StepNoise,
        *,
        gradients: list[Quantity],
        weights: list[Quantity],
        slots: dict[str, list[Quantity]],
        dtype: str,
    ) -> None:
        self.candidate, self.ledger, self.noise = candidate, ledger, noise
        self.gradients = [] if takes_whole_steps(candidate) else gradients
        self.weights, self.slots = weights, slots
        self.dtype = dtype
        self.gaps: list[float] = []
        self.shares: list[float] = []

    def step(self, moment: Moment) -> None:
        """Take Keras's state over, compute one step, judge it."""
        self.ledger.at(moment.batch.step, moment.batch.epoch)
        self.noise.at(moment)
        self._share = 0.0
        self.candidate.load(moment.before)
        found = self.candidate.gradients(moment.batch.x, moment.batch.y)
        self.gaps.append(self._compare(LOSS, found.loss, moment.loss, self.noise.of_loss))
        known = moment.gradients[: len(self.gradients)]  # none of a side that takes whole steps
        last_first = reversed(list(zip(self.gradients, found.gradients, known, range(len(self.gradients)), strict=True)))
        for quantity, mine, theirs, number in last_first:  # a wrong gradient spoils those of earlier layers, not of later ones
            at_kinks = [] if self.ledger.first_outside else [Ask(1.0, partial(self.noise.of_gradient_at_kinks, number))]  # it is dear
            self._compare(quantity, mine, theirs, partial(self.noise.of_gradient, number), at_kinks)
        self._judge_update(moment)
        self.shares.append(self._share)

    def _judge_update(self, moment: Moment) -> None:
        self.candidate.apply(moment.gradients)
        after = self.candidate.state()
        for slot, quantities in self.slots.items():
            for number, quantity in enumerate(quantities):
                mine, theirs = after.slots[slot][number], moment.after.slots[slot][number]
                self._compare(quantity, mine, theirs, partial(self.noise.of_slot, slot, number))
        for number, quantity in enumerate(self.weights):
            self._compare(quantity, after.weights[number], moment.after.weights[number], partial(self.noise.of_weight, number))

    def _compare(self, quantity: Quantity, mine: Any, theirs: Any, measure: Callable[[], Any], more: Sequence[Ask] = ()) -> float:
        floor = allowance(spread=0.0, scale=float(np.max(np.abs(theirs))), dtype=self.dtype)
        apart, share = self.ledger.compare(quantity, mine, theirs, float(floor), [Ask(ENOUGH, measure), *more])
        self._share = max(self._share, share)
        return apart
