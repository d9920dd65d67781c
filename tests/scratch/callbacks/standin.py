"""A model for callbacks to work on, without a network."""

from __future__ import annotations


class Optimizer:
    """As much of one as callbacks see. Like Keras's, it keeps its rate in the default float type."""

    def __init__(self, floatx, rate):
        self.floatx, self.learning_rate = floatx, rate

    @property
    def learning_rate(self):
        return self._rate

    @learning_rate.setter
    def learning_rate(self, value):
        self._rate = self.floatx(value)


class StandIn:
    """A model whose weights are the number of the epoch; keeps what callbacks did to it."""

    metrics = ()

    def __init__(self, optimizer=None):
        self.epoch, self.stop_training, self.restored, self.saved = -1, False, None, []
        self.optimizer = optimizer

    def get_weights(self):
        return [self.epoch]

    def set_weights(self, weights):
        self.restored = weights[0]

    def save_weights(self, path, overwrite):
        self.saved.append(("weights", path, overwrite))

    def save(self, path, overwrite):
        self.saved.append(("model", path, overwrite))
