"""Planted faults of EarlyStopping: scratch sides that stop or restore wrongly."""

from __future__ import annotations

from dataclasses import replace

from comparisons.training.scratch_side import ScratchSide


class OtherSettings(ScratchSide):
    """Its EarlyStopping has other settings than Keras's."""

    def __init__(self, plan, dtype, **changes):
        super().__init__(replace(plan, early_stopping={**plan.early_stopping, **changes}), dtype)


class StopsAnEpochLate(ScratchSide):
    """Does at the end of an epoch what it should have done an epoch before."""

    late = False

    def epoch_end(self, epoch, logs):
        now, self.late = self.late, super().epoch_end(epoch, logs)
        return now


class CountsTies(ScratchSide):
    """Takes a value as good as the best for a better one."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.early_stopping.improves = lambda value, reference: reference is None or value <= reference


class RestoresTheWorst(ScratchSide):
    """Keeps the weights of the epoch before the best one."""

    before = None

    def epoch_end(self, epoch, logs):
        stops, watch = super().epoch_end(epoch, logs), self.early_stopping
        if watch.best_epoch == epoch - 1 and self.before is not None:
            watch.best_weights = self.before
        self.before = self.model.get_weights()
        return stops


class RestoresAlmost(ScratchSide):
    """One of the weights it restores is off by one part in a million."""

    def train_end(self):
        super().train_end()
        self.model.trainable_weights[0][0, 0] *= 1 + 1e-6


class WithoutEarlyStopping:
    """Knows nothing of epochs, as most people's code."""

    def __init__(self, plan, dtype):
        self.side = ScratchSide(plan, dtype)
        for name in ("load", "load_weights", "state", "gradients", "apply", "evaluate", "parameter_counts"):
            setattr(self, name, getattr(self.side, name))


class WrongStepSize(ScratchSide):
    """Trains a little too fast, so that its validation losses are its own."""

    def __init__(self, plan, dtype):
        super().__init__(plan, dtype)
        self.optimizer.learning_rate = 1.01 * float(self.optimizer.learning_rate)
