"""A program as one side of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
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
        self._dtype = np.dtype(found.program.dtype)
        self._shapes = [w.shape for w in side.model.trainable_weights]
        self._weights = [w.copy() for w in side.model.trainable_weights]
        self._iterations = 0
        self._gradients: list[np.ndarray] = []
        self._samples = 1

    def load(self, state: State) -> None:
        self.side.load(state)
        self.load_weights(state.weights)
        self._iterations = state.iterations

    def load_weights(self, weights: Sequence[np.ndarray]) -> None:
        self._weights = [np.array(w) for w in weights]

    def state(self) -> State:
        slots = {} if self.rate is not None else self.side.state().slots
        return State(self._weights, slots, self._iterations)

    def gradients(self, x: np.ndarray, y: np.ndarray) -> Found:
        """Forward and backward; or a whole step, whose weights wait for `apply`."""
        self._samples = len(x)
        batch = Batch(self._weights, x, y, self._rate(len(x)))
        found = self.found
        extra = [wanted for wanted in (found.loss, found.output) if wanted is not None and wanted.recipe != found.recipe]
        inside = [
            pick for wanted in (found.loss, found.output) if wanted is not None and wanted.recipe == found.recipe for pick in wanted.picks
        ]
        picks = () if found.gradients is None else found.gradients.picks
        ran = self._run(batch, [*extra, Wanted(found.recipe, (*picks, *inside))], found.after if self.whole_steps else ())
        values = dict(zip([wanted.recipe for wanted in extra], [some[-1] for some in ran.picked[:-1]]))
        values_inside = iter(ran.picked[-1][len(picks) :])
        loss, output = (
            None if wanted is None else next(values_inside) if wanted.recipe == found.recipe else values[wanted.recipe]
            for wanted in (found.loss, found.output)
        )  # fmt: skip  # in the order they were read
        if self.whole_steps:
            self._after = self._theirs(ran.weights)
        else:
            factor = found.rate.at(len(x))
            self._gradients = [g / self._dtype.type(factor) for g in self._theirs(ran.picked[-1][: len(picks)])]
        return Found(self._loss(loss, x, y), self._metric(output, x, y), self._gradients)

    def apply(self, gradients: Sequence[np.ndarray] | None = None) -> None:
        """The update; of a whole step, what it led to, whatever is given."""
        self._iterations += 1
        if self.whole_steps:
            self._weights = self._after
        elif self.found.update is None or self.rate is None:
            self.side.load_weights(self._weights)
            self.side.apply(self._gradients if gradients is None else gradients)
            self._weights = [w.copy() for w in self.side.model.trainable_weights]
        else:
            self._weights = self._updated(gradients)

    def evaluate(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        found = self.found
        batch = Batch(self._weights, x, y, 0.0)
        asked = [
            wanted
            for wanted in (found.loss, found.output)
            if wanted is not None and not (self.whole_steps and wanted.recipe == found.recipe)
        ]
        values = [some[-1] for some in self._run(batch, asked).picked]
        named = dict(zip(map(id, asked), values))
        return self._loss(named.get(id(found.loss)), x, y), self._metric(named.get(id(found.output)), x, y)

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

    def _loss(self, value: Any, x: np.ndarray, y: np.ndarray) -> float:
        if value is None:
            return self._scratch(x, y)[0]
        return float(np.ravel(value)[0]) / self.found.loss_factor.at(len(x))

    def _metric(self, outputs: Any, x: np.ndarray, y: np.ndarray) -> float:
        if outputs is None:
            return self._scratch(x, y)[1]
        rows = as_rows(self.found, outputs)
        return float(scratch.metrics.resolve(self.side.metric, y.shape, rows.shape)(y, rows))

    def _scratch(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        """(loss, metric) of the scratch model at the program's weights."""
        self.side.load_weights(self._weights)
        return self.side.evaluate(x, y)
