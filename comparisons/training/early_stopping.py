"""EarlyStopping on both sides: does the candidate stop when Keras does, and go back to the same weights?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from comparisons.tolerance import allowance, machine_epsilon
from comparisons.training.candidate import Candidate, WatchesEpochs
from comparisons.training.ledger import Ledger, Quantity
from reference.early_stopping import Decision, KerasEarlyStopping

if TYPE_CHECKING:
    from comparisons.training.comparison import Comparison

STOP = Quantity("stop")
Logs = dict[str, float]


class EarlyStoppings:
    """Keras's EarlyStopping and the candidate's, epoch by epoch.

    On the locked track the candidate's is shown Keras's numbers and Keras's weights, so that it must decide alike and
    restore the very same weights. On the free track it is shown the candidate's own, and the weights it restores must
    lie in the envelope. Two numbers that rounding has moved apart may fall on either side of what they are compared
    with: from the first epoch where that is so, the free track follows Keras's decisions. A candidate without an
    EarlyStopping follows them from the start.

    Args:
        comparison: whose tracks are watched.
        settings: arguments of `EarlyStopping`, watching `val_loss`.
    """

    def __init__(self, comparison: Comparison, settings: dict[str, Any]) -> None:
        self.comparison, self.settings = comparison, settings
        self.keras = KerasEarlyStopping(comparison.keras, settings)
        self.free, self.locked = comparison.free.candidate, comparison.locked.candidate
        self.alone = isinstance(self.free, WatchesEpochs)
        self.undecided: list[int] = []
        self.stopped: dict[str, int | None] = {"scratch": None, "reference": None}
        self._gap = 0.0
        self._keep()

    def epoch_end(self, epoch: int, logs: dict[str, Logs]) -> bool:
        """Whether training ends after this epoch, given the logs of both sides."""
        decision = self.keras.epoch_end(self.comparison.now, epoch, logs["reference"])
        if decision.improved:
            self._keep()
        self._see_what_rounding_decides(epoch, logs, decision)
        stops = {"reference": decision.stops, "scratch": decision.stops}
        if isinstance(self.free, WatchesEpochs) and self.alone:
            stops["scratch"] = self.free.epoch_end(epoch, logs["scratch"])
            self._judge(self.comparison.free.ledger, stops["scratch"], decision.stops)
        if isinstance(self.locked, WatchesEpochs):
            self.locked.load_weights(self.comparison.after.weights)
            self._judge(self.comparison.locked.ledger, self.locked.epoch_end(epoch, logs["reference"]), decision.stops)
        self.stopped = {side: epoch if stop else None for side, stop in stops.items()}
        return any(stops.values())

    def train_end(self) -> None:
        """Both sides may restore the weights of their best epoch; these are compared."""
        comparison = self.comparison
        comparison.restore(self.keras.train_end(comparison.now), self._shadows if self.restores else comparison.shadows)
        if isinstance(self.locked, WatchesEpochs):
            self.locked.train_end()
            exact = [float(allowance(spread=0.0, scale=0.0, dtype=comparison.keras.dtype))] * len(comparison.weights)
            self._judge_weights(self.locked, comparison.locked.ledger, exact)
        if isinstance(self.free, WatchesEpochs) and self.alone:
            self.free.train_end()
        elif self.restores:
            self.free.load_weights(self._weights)
        self._judge_weights(self.free, comparison.free.ledger, [comparison.envelope.allowed(q) for q in comparison.weights])

    @property
    def restores(self) -> bool:
        """Whether the best epoch's weights come back at the end."""
        return bool(self.settings.get("restore_best_weights"))

    def as_dict(self) -> dict[str, Any]:
        """The part of the result about it."""
        return {
            **self.settings,
            "stopped_epoch": self.stopped,
            "best_epoch": self.keras.best_epoch,
            "undecided_epochs": self.undecided,
        }

    def _keep(self) -> None:
        """Remember this epoch's shadows and the free track's weights, should it turn out to be the best."""
        self._shadows = list(self.comparison.shadows)
        self._weights = [w.copy() for w in self.free.state().weights]

    def _see_what_rounding_decides(self, epoch: int, logs: dict[str, Logs], decision: Decision) -> None:
        mine, theirs = (logs[side][self.settings["monitor"]] for side in ("scratch", "reference"))
        self._gap = max(self._gap, abs(mine - theirs))
        room = 2 * self._gap + machine_epsilon(self.comparison.keras.dtype) * abs(theirs)  # both numbers may be off
        if any(margin <= room for margin in decision.margins):
            self.undecided.append(epoch)
            self.alone = False

    def _judge(self, ledger: Ledger, mine: bool, theirs: bool) -> None:
        ledger.compare(STOP, float(mine), float(theirs), float(np.finfo("float64").tiny))

    def _judge_weights(self, candidate: Candidate, ledger: Ledger, allowed: list[float]) -> None:
        weights = self.comparison.weights
        for quantity, mine, theirs, room in zip(weights, candidate.state().weights, self.comparison.after.weights, allowed, strict=True):
            ledger.compare(Quantity("restored", quantity.layer, quantity.tensor), mine, theirs, room)
