"""A program as one side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import scratch
from comparisons.subjects.programs.program import Batch
from comparisons.subjects.programs.running import Pick, Ran, Wanted, run, update
from comparisons.subjects.programs.understanding import Understanding
from comparisons.subjects.programs.values import as_rows
from comparisons.subjects.worker import CandidateError
from comparisons.training.candidate import Found, SideFailedError, State
from comparisons.training.scratch_side import ScratchSide


class ProgramSide:
    """A program as a `Candidate`: its gradients and its update where it has them; optimizer slots are scratch's.

    Args:
        found: how it is used.
        side: a scratch model of the same plan: it holds slots, and updates where the program does not.
        rate: Keras's learning rate, if the program's own update is used.
    """

    def __init__(self, found: Understanding, side: ScratchSide, rate: float | None) -> None:
        self.found, self.side, self.rate = found, side, rate
        self.whole_steps = found.whole_steps
        self.hides_slots = found.whole_steps and found.remembers
        self._dtype = np.dtype(found.program.dtype)
        self._shapes = [w.shape for w in side.model.trainable_weights]
        self._weights = [w.copy() for w in side.model.trainable_weights]
        self._iterations = 0
        self._gradients: list[np.ndarray] = []
        self._samples = 1
        self._offered = [wanted for wanted in (found.loss, found.output) if wanted is not None]

    def load(self, state: State) -> None:
        self.side.load(state)
        self.load_weights(state.weights)
        self._iterations = state.iterations

    def load_weights(self, weights: Sequence[np.ndarray]) -> None:
        self._weights = [np.array(w) for w in weights]

    def state(self) -> State:
        slots = self.side.state().slots if self.rate is None or self.hides_slots else {}
        return State(self._weights, slots, self._iterations)

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Found:
        """Forward and backward; or a whole step, whose weights wait for `apply`."""
        self._samples = len(x)
        found = self.found
        if self.hides_slots:  # scratch's go along, for whoever asks what Keras would have done from here
            self.side.load_weights(self._weights)
            self.side.gradients(x, y)
        beside = [wanted for wanted in self._offered if wanted.recipe != found.recipe]
        within = [wanted for wanted in self._offered if wanted.recipe == found.recipe]
        picks = () if found.gradients is None else found.gradients.picks
        main = Wanted(found.recipe, (*picks, *(wanted.picks[-1] for wanted in within)))
        batch = Batch(self._weights, x, y, self._rate(len(x)))
        ran = self._run(batch, [*beside, main], found.after if self.whole_steps else ())
        *others, arrays = ran.picked
        self._take(arrays[: len(picks)], ran.weights)
        values = {id(wanted): value for wanted, value in zip(within, arrays[len(picks) :])}
        values |= {id(wanted): some[-1] for wanted, some in zip(beside, others)}
        return Found(*self._measured(values, x, y), self._gradients)

    def _take(self, gradients: Sequence[Any], weights: Sequence[Any]) -> None:
        """Remember what a run has found, as Keras lays it out."""
        if self.whole_steps:
            self._after = self._theirs(weights)
        else:
            factor = self._dtype.type(self.found.rate.at(self._samples))
            self._gradients = [g / factor for g in self._theirs(gradients)]

    def apply(self, gradients: Sequence[np.ndarray] | None = None) -> None:
        """The update; of a whole step, what it led to, whatever is given."""
        self._iterations += 1
        if self.whole_steps:
            self._weights = self._after
            if self.hides_slots:
                self.side.apply()
        elif self.found.update is None or self.rate is None:
            self.side.load_weights(self._weights)
            self.side.apply(self._gradients if gradients is None else gradients)
            self._weights = [w.copy() for w in self.side.model.trainable_weights]
        else:
            self._weights = self._updated(gradients)

    def evaluate(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        asked = [wanted for wanted in self._offered if not (self.whole_steps and wanted.recipe == self.found.recipe)]
        ran = self._run(Batch(self._weights, x, y, 0.0), asked)
        return self._measured({id(wanted): some[-1] for wanted, some in zip(asked, ran.picked)}, x, y)

    def parameter_counts(self) -> dict[str, int]:
        """What its weights hold, by the layers that scratch has them in."""
        model, sizes = self.side.model, [int(w.size) for w in self._weights]
        owners = [layer.name for layer in model.layers for w in layer.params.values() if any(w is own for own in model.trainable_weights)]
        return {layer.name: sum(size for size, owner in zip(sizes, owners) if owner == layer.name) for layer in model.layers}

    def _updated(self, gradients: Sequence[np.ndarray] | None) -> list[np.ndarray]:
        """By its own update: with its own gradients as they are, and so with its own learning rate; or with given ones."""
        found = self.found
        assert found.update is not None
        assert found.gradients is not None
        assert self.rate is not None
        factor = 1.0 if gradients is not None else found.rate.at(self._samples)
        given = self._gradients if gradients is None else gradients
        arrays = [np.asarray(g, self._dtype) * self._dtype.type(factor) for g in given]
        try:
            new = update(
                found.program, found.layout, found.update.member, found.gradients,
                weights=self._weights, gradients=arrays, rate=self.rate / factor, after=found.update.after,
            )  # fmt: skip
        except CandidateError as problem:
            raise SideFailedError(f"{problem.kind}: {problem}") from None
        return self._theirs(new)

    def _run(self, batch: Batch, wanted: Sequence[Wanted], after: Sequence[Pick] | None = ()) -> Ran:
        try:
            return run(self.found.program, self.found.layout, batch, wanted, after)
        except CandidateError as problem:
            raise SideFailedError(f"{problem.kind}: {problem}") from None

    def _rate(self, samples: int) -> float:
        return 0.0 if self.rate is None else self.rate / self.found.rate.at(samples)

    def _theirs(self, arrays: Sequence[Any]) -> list[np.ndarray]:
        return self.found.layout.weights_in([np.asarray(a) for a in arrays], self._shapes)

    def _measured(self, values: Mapping[int, Any], x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        """(loss, metric) from what the program offers, by the identity of how it is got; else of scratch at its weights."""
        loss, outputs = values.get(id(self.found.loss)), values.get(id(self.found.output))
        instead = self._scratch(x, y) if loss is None or outputs is None else (0.0, 0.0)
        if loss is not None:
            instead = float(np.ravel(loss)[0]) / self.found.loss_factor.at(len(x)), instead[1]
        if outputs is not None:
            rows = as_rows(self.found, outputs)
            instead = instead[0], float(scratch.metrics.resolve(self.side.metric, y.shape, rows.shape)(y, rows))
        return instead

    def _scratch(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        """(loss, metric) of the scratch model at the program's weights."""
        self.side.load_weights(self._weights)
        return self.side.evaluate(x, y)
