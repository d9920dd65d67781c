"""Where a model's loss is read: on the outputs, or on the logits before the last softmax or sigmoid."""

from __future__ import annotations

import copy

from scratch.activations import sigmoid, softmax
from scratch.differentiable import Array
from scratch.layers.layer import Layer
from scratch.losses import BinaryFocalCrossentropy
from scratch.losses.loss import Loss
from scratch.metrics.metric import Metric
from scratch.warn_user import warn_user


def reads_logits(last: Layer, computation: Loss | Metric) -> bool:
    """Whether Keras computes this loss or metric from the logits of the model's last layer, with a warning if it was told to.

    Whoever says `from_logits=True` after softmax or sigmoid has made a mistake, and Keras does what was meant.
    """
    if not computation.reads_logits or last.output_activation not in (softmax, sigmoid):
        return False
    if computation.settings["from_logits"]:  # type: ignore[union-attr]  # those that read logits have settings
        if isinstance(computation, BinaryFocalCrossentropy):  # which takes the sigmoid of what it is given, be it probabilities
            return False
        who = type(computation).__name__
        warn_user(f"{who}: expected from_logits=False after softmax or sigmoid, got True; what comes before that is read, as in Keras.")
    return True


class LossRoute:
    """The loss of a model, computed as Keras computes it.

    Cross-entropy of a probability near 0 or 1 has lost what the logits still know, so Keras reads the logits
    whenever the last operation of a model is softmax or sigmoid and the loss is a cross-entropy: *any* of the three,
    also the one that does not belong to that activation (binary cross-entropy after softmax then becomes the
    cross-entropy of a sigmoid of the softmax's logits). So do we.

    Args:
        last: the last layer of the model.
        loss: what `compile` was given.
    """

    def __init__(self, last: Layer, loss: Loss) -> None:
        self.last = last
        self.loss = self.given = loss
        self.at_logits = reads_logits(last, loss)
        if self.at_logits:
            self.loss = copy.copy(loss)
            self.loss.settings = {**loss.settings, "from_logits": True}

    def value(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> float:
        """The loss of the batch that went through the model last."""
        return float(self.loss(y_true, self.last.logits if self.at_logits else y_pred, sample_weight))

    def value_and_gradient(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> tuple[float, Array]:
        """The loss, and its gradient at the logits (if `at_logits`) or at the outputs."""
        read = self.last.logits if self.at_logits else y_pred
        value, gradient = self.loss.value_and_gradient(y_true, read, sample_weight)
        return float(value), gradient
