"""What a step should find on small batches: by scratch, in float64, which needs no compiling and was checked against Keras."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import scratch
from comparisons.subjects.programs.program import Batch
from comparisons.training.plan import ModelPlan
from comparisons.training.scratch_side import ScratchSide
from comparisons.training.targets import as_targets

SIZES = (5, 7, 11, 13, 9, 6)


class ReferenceStep:
    """The network of a plan, to hold a program against.

    Args:
        plan: network and loss.
        seed: of weights and samples.
    """

    def __init__(self, plan: ModelPlan, seed: int = 0) -> None:
        self.plan = plan
        with scratch.config.default_float("float64"):
            self.side = ScratchSide(plan, "float64")
        self.shapes = [tuple(w.shape) for w in self.side.model.trainable_weights]
        self.generator = np.random.default_rng(seed)
        self.weights = [self._drawn(shape) for shape in self.shapes]
        kernels = [shape for shape in self.shapes if len(shape) == 2]
        self.widths = [kernels[0][0], *(shape[1] for shape in kernels)] if kernels else []
        self.classes = self.widths[-1] if kernels else 1
        taken = {width for shape in self.shapes for width in shape}
        self.sizes = tuple(size for size in SIZES if size not in taken)[:2]

    def batch(self, samples: int, rate: float) -> Batch:
        """Random samples and targets with the same weights."""
        x = self.generator.standard_normal((samples, *self.plan.input_shape))
        return Batch(self.weights, x, self._targets(samples), rate)

    def gradients(self, batch: Batch) -> list[np.ndarray]:
        """What a program should find."""
        with scratch.config.default_float("float64"):
            self.side.load_weights(batch.weights)
            return [g.copy() for g in self.side.gradients(batch.x, batch.y).gradients]

    def loss(self, batch: Batch) -> float:
        """The loss of a batch."""
        with scratch.config.default_float("float64"):
            self.side.load_weights(batch.weights)
            return float(self.side.gradients(batch.x, batch.y).loss)

    def outputs(self, batch: Batch) -> np.ndarray:
        """(N, C)"""
        with scratch.config.default_float("float64"):
            self.side.load_weights(batch.weights)
            return np.asarray(self.side.model.predict(batch.x, verbose=0))

    def _targets(self, samples: int) -> np.ndarray:
        if self.plan.targets == "values":
            return self.generator.standard_normal((samples, self.plan.outputs))
        classes = self.generator.integers(0, max(self.classes, 2), samples)
        return as_targets(classes, self.plan.targets, outputs=self.plan.outputs, dtype="float64")

    def _drawn(self, shape: Sequence[int]) -> np.ndarray:
        """Weights for which nothing saturates; biases that are not 0."""
        return self.generator.standard_normal(shape) / np.sqrt(shape[0] if len(shape) > 1 else 4)
