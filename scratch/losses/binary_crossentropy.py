"""Binary cross-entropy."""

from __future__ import annotations

from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.probabilities import clipped, smoothed, through_clip
from scratch.losses.shapes import share_of_mean


@LossFunction
def binary_crossentropy(y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1) -> Array:
    """Binary cross-entropy, mean(-t * log(p) - (1 - t) * log(1 - p)) along `axis`.

    From probabilities p clipped to [epsilon, 1 - epsilon]; from logits z as max(z, 0) - z * t + log(1 + exp(-|z|)).

    Args:
        y_true: targets t in [0, 1], (batch, ..., outputs).
        y_pred: probabilities (or logits), the same shape.
        from_logits: `y_pred` holds logits.
        label_smoothing: in [0, 1]; targets are drawn towards 1/2, t * (1 - s) + s / 2.
        axis: the axis the mean is taken over.

    Returns:
        Values, the shape without `axis`, in nats.

    Derivative: 0 where a probability was clipped; epsilon and 1 - epsilon themselves are not. (In float16, where
    1 - epsilon is 1, a probability of 1 gives inf or NaN, as in Keras.)

    Source: `keras.losses.binary_crossentropy`.
    """
    t = smoothed(y_true, label_smoothing, 2)
    return namespace(y_pred).mean(crossentropy_of_each(t, y_pred, from_logits), axis=axis)


@binary_crossentropy.defvjp
def binary_crossentropy_vjp(
    dy: Array, y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
) -> Array:
    """dy_pred = dy * (sigmoid(z) - t) / outputs from logits, else dy * ((1 - t) / (1 - p) - t / p) / outputs, 0 where clipped."""
    t = smoothed(y_true, label_smoothing, 2)
    return pull_back_each(share_of_mean(dy, y_pred, axis), t, y_pred, from_logits)


def crossentropy_of_each(t: Array, y_pred: Array, from_logits: bool) -> Array:
    """Cross-entropy of each output."""
    xp = namespace(y_pred)
    if from_logits:
        return xp.maximum(y_pred, 0) - y_pred * t + xp.log1p(xp.exp(-xp.abs(y_pred)))
    p = clipped(y_pred)
    return -(t * xp.log(p) + (1 - t) * xp.log(1 - p))


def pull_back_each(upstream: Array, t: Array, y_pred: Array, from_logits: bool) -> Array:
    """Its VJP."""
    if from_logits:
        return upstream * (sigmoid(y_pred) - t)
    p = clipped(y_pred)
    return through_clip(upstream * ((1 - t) / (1 - p) - t / p), y_pred)


class BinaryCrossentropy(Loss):
    """Binary cross-entropy. Source: `keras.losses.BinaryCrossentropy`."""

    function = binary_crossentropy
    reads_logits = True

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(reduction, name, dtype, from_logits=from_logits, label_smoothing=label_smoothing, axis=axis)
