"""Kinks: where a side that trains alone jumps to the edge of the envelope or out of it, would Keras have jumped there, too?

The derivative of ReLU jumps at 0, that of max-pooling where two inputs tie. An input within rounding of such a kink falls
on either side of it, so that one gradient may differ by far more than the noise that decided it. Shadows jump as well, but
at steps of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from comparisons.tolerance import K, allowance
from comparisons.training.candidate import State
from comparisons.training.envelope import Envelope
from comparisons.training.ledger import Quantity
from comparisons.training.moment import Moment
from comparisons.training.sides import KerasStates
from reference import KerasState, KerasTraining

PROBES = 16  # each has an even chance to fall on the other side of a kink that is nearer than the noise
JUMP = 2.0  # a step of smooth training hardly changes the distance of two trainings; one that doubles it is a jump


class Reached(NamedTuple):
    """Where one step of Keras leads."""

    loss: float
    after: State


Pick = Callable[[Reached], Any]


class Jumps:
    """Widens the envelope where a jump of Keras itself explains what is outside.

    Keras takes the step from the very state the side was in, and again with K units in the last place of noise on every
    weight, which is what the side may be off by. What is outside is explained if

    - the side landed where Keras does, within that noise, and
    - the step doubled its distance from Keras's own training, as no smooth step does: a side that drifts away little
      by little is never explained.

    A shadow run then goes on from where Keras landed nearest to the side, since a jump has consequences: the optimizer's slots carry it on.

    Args:
        keras, states: the reference.
        envelope: what is widened.
        adopt: takes the state from which a shadow is to go on.
        seed: of the noise.
    """

    def __init__(
        self, keras: KerasTraining, states: KerasStates, envelope: Envelope, *, adopt: Callable[[KerasState], None], seed: int
    ) -> None:
        self.keras, self.states, self.envelope, self.adopt, self.seed = keras, states, envelope, adopt, seed
        self.steps: list[int] = []

    def at(self, moment: Moment, came_from: Callable[[], KerasState]) -> None:
        """What follows belongs to this step, which the side began in `came_from()`."""
        self.moment, self.came_from = moment, came_from
        self._reached: list[Reached] | None = None

    def allowed(self, quantity: Quantity, pick: Pick, mine: Any, theirs: Any, *, before: float) -> float:
        """The allowance of a quantity that is at the envelope's edge or outside, widened if a jump explains that.

        Args:
            pick: takes the quantity from where a step leads.
            mine, theirs: the quantity on the side, and in Keras's own training.
            before: how far they were apart when the step began; 0 for the loss, which is not carried over.
        """
        if _farthest(mine, theirs) > JUMP * before:
            own, *noisy = probes = [pick(reached) for reached in self._evaluated()]
            scatter = np.max([np.abs(np.subtract(probe, own)) for probe in noisy], axis=0)
            floor = allowance(spread=0.0, scale=float(np.max(np.abs(own))), dtype=self.keras.dtype)
            if np.all(np.abs(np.subtract(mine, own)) <= scatter + floor):
                nearest = min(range(len(probes)), key=lambda number: _farthest(mine, probes[number]))
                self.envelope.widen(quantity, theirs, [probes[nearest]])
                self._take_in(nearest)
        return self.envelope.allowed(quantity)

    def _take_in(self, nearest: int) -> None:
        """Once a step."""
        if self.steps[-1:] != [self.moment.batch.step]:
            self.steps.append(self.moment.batch.step)
            self.adopt(self._landings[nearest])

    def _evaluated(self) -> list[Reached]:
        """Keras's step from where the side was: first without noise."""
        if self._reached is None:
            state, moment = self.came_from(), self.moment
            self._reached, self._landings = [], []
            for number in range(PROBES + 1):
                seed = (self.seed * (PROBES + 1) + number, moment.batch.step)
                loss, after = self.keras.noisy_step(state, moment.x, moment.y, seed=seed, ulps=K if number else 0)
                self._reached.append(Reached(float(loss), self.states.read(after)))
                self._landings.append(after)
        return self._reached


def _farthest(a: Any, b: Any) -> float:
    return float(np.max(np.abs(np.subtract(a, b))))
