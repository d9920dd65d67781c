"""Planted faults: scratch sides that are wrong in one way each."""

from __future__ import annotations

import numpy as np

import scratch
from comparisons.training.scratch_side import ScratchSide


class BiasGradientScaled(ScratchSide):
    """The gradient of the second layer's bias is 0.999 of what it should be."""

    def gradients(self, x, y):
        found = super().gradients(x, y)
        found.gradients[3][...] *= 0.999
        return found


class OtherEpsilon(ScratchSide):
    """Adam with epsilon 1e-8 for 1e-7."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.optimizer.epsilon = float(np.float32(1e-8))


class WithoutBiasCorrection(ScratchSide):
    """Adam that uses m and v raw."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.optimizer._alpha = lambda variable: variable.dtype.type(self.optimizer.learning_rate)


class LossSummed(ScratchSide):
    """The loss is summed over the batch."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.model.loss = scratch.losses.SparseCategoricalCrossentropy(reduction="sum", dtype=dtype)


class BatchesSwapped(ScratchSide):
    """Sees another batch of the same training set at one step."""

    def __init__(self, plan, dtype, *, at, other):
        super().__init__(plan, dtype)
        self.at, self.other, self.seen = at, other, 0

    def gradients(self, x, y):
        self.seen += 1
        return super().gradients(*self.other) if self.seen == self.at else super().gradients(x, y)


class OneWeightOff(ScratchSide):
    """One first-layer weight starts 1e-4 off."""

    def load(self, state):
        super().load(state)
        if state.iterations == 0 and not getattr(self, "loaded", False):
            self.loaded = True
            self.model.trainable_weights[0][300, 7] += 1e-4


class MomentumReset(ScratchSide):
    """Adam's first moment is forgotten at one step."""

    def __init__(self, plan, dtype, *, at):
        super().__init__(plan, dtype)
        self.at = at

    def apply(self, gradients=None):
        if self.optimizer.iterations == self.at - 1:
            for slot in self.slots()["momentums"]:
                slot[...] = 0
        super().apply(gradients)
