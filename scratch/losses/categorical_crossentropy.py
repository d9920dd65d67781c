"""Categorical cross-entropy: targets are distributions over the classes, mostly one-hot."""

from __future__ import annotations

import warnings

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction, Pullback
from scratch.losses.probabilities import clipped, smoothed, through_clip


@LossFunction.with_pullback
def categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0, axis: int = -1
) -> tuple[Array, Pullback]:
    """Categorical cross-entropy, -sum(t * log(p)) along `axis`.

    From logits z: sum(t * (logsumexp(z) - z)). From probabilities, as Keras does it: divided by their sum, then clipped to
    [epsilon, 1 - epsilon].

    Args:
        y_true: distributions t, (batch, ..., classes).
        y_pred: probabilities (or logits), the same shape.
        from_logits: `y_pred` holds logits.
        label_smoothing: in [0, 1]; targets are drawn towards the uniform distribution, t * (1 - s) + s / classes.
        axis: the axis of the classes. (Smoothing always divides by the length of the last axis, as in Keras.)

    Returns:
        Values, the shape without `axis`, in nats.

    Derivative: from logits softmax(z) - t, as in TensorFlow, which is right where t sums to 1; from probabilities 0 where one
    was clipped (not at epsilon and 1 - epsilon themselves), then through the division by the sum.

    Source: `keras.losses.categorical_crossentropy`.
    """
    xp = namespace(y_pred)
    warn_about_one_class(y_pred, "categorical_crossentropy")
    t = smoothed(y_true, label_smoothing, y_true.shape[-1])
    if from_logits:
        return _of_logits(t, y_pred, axis)
    total = xp.sum(y_pred, axis=axis, keepdims=True)
    p = y_pred / total
    c = clipped(p)

    def pullback(dy: Array) -> Array:
        return through_division(through_clip(-xp.expand_dims(dy, axis=axis) * t / c, p), p, total, axis)

    return -xp.sum(t * xp.log(c), axis=axis), pullback


def _of_logits(t: Array, z: Array, axis: int) -> tuple[Array, Pullback]:
    xp = namespace(z)
    half = z / 2 - xp.max(z, axis=axis, keepdims=True) / 2  # the whole overflows where z is the lowest number there is
    e = xp.exp(2 * half)
    total = xp.sum(e, axis=axis, keepdims=True)

    def pullback(dy: Array) -> Array:
        return xp.expand_dims(dy, axis=axis) * (e / total - t)

    half_surprise = xp.where(t == 0, 0, xp.log(total) / 2 - half)  # inf * 0 counts nothing
    return 2 * xp.sum(t * half_surprise, axis=axis), pullback


def through_division(dp: Array, p: Array, total: Array, axis: int) -> Array:
    """VJP of p = y / sum(y)."""
    return (dp - namespace(p).sum(dp * p, axis=axis, keepdims=True)) / total


def warn_about_one_class(y_pred: Array, who: str) -> None:
    """One class always has probability 1: nothing can be learned. Keras warns of it too."""
    if y_pred.shape[-1] == 1:
        warnings.warn(
            f"{who}: expected y_pred with more than 1 class, got shape {tuple(y_pred.shape)}; use binary_crossentropy for 2 classes.",
            SyntaxWarning,
            stacklevel=6,  # where the loss was called
        )


class CategoricalCrossentropy(Loss):
    """Categorical cross-entropy. Source: `keras.losses.CategoricalCrossentropy`."""

    function = categorical_crossentropy
    reads_logits = True

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(reduction, name, dtype, from_logits=from_logits, label_smoothing=label_smoothing, axis=axis)
