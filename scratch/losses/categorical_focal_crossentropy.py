"""Categorical focal cross-entropy."""

from __future__ import annotations

from collections.abc import Sequence

from scratch.activations.softmax import softmax
from scratch.differentiable import Array, namespace
from scratch.losses.categorical_crossentropy import through_division, warn_about_one_class
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction, Pullback
from scratch.losses.probabilities import clipped, smoothed, through_clip


@LossFunction.with_pullback
def categorical_focal_crossentropy(
    y_true: Array,
    y_pred: Array,
    alpha: float | Sequence[float] = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> tuple[Array, Pullback]:
    """Categorical focal cross-entropy, -sum(alpha * (1 - p)^gamma * t * log(p)) along `axis`.

    p are the probabilities divided by their sum and clipped to [epsilon, 1 - epsilon], also those that come from logits.

    Args:
        y_true: distributions t, (batch, ..., classes).
        y_pred: probabilities (or logits), the same shape.
        alpha: weight of all classes, or one a class. Keras rounds a list, not a number, to float32.
        gamma: how strongly easy examples are played down, at least 0; with 0 not at all.
        from_logits: `y_pred` holds logits.
        label_smoothing: in [0, 1]; targets are drawn towards the uniform distribution, t * (1 - s) + s / classes.
        axis: the axis of the classes. (`alpha` and the smoothing go along the last axis all the same, as in Keras.)

    Returns:
        Values, the shape without `axis`, in nats.

    Derivative: 0 where a probability was clipped; not at epsilon and 1 - epsilon themselves.

    Source: `keras.losses.categorical_focal_crossentropy`; Lin et al. 2017 (arXiv:1708.02002), eq. 5.
    """
    xp = namespace(y_pred)
    warn_about_one_class(y_pred, "categorical_focal_crossentropy")
    t = smoothed(y_true, label_smoothing, y_true.shape[-1]) * xp.asarray(alpha, dtype=y_pred.dtype)
    given = softmax(y_pred, axis) if from_logits else y_pred
    total = xp.sum(given, axis=axis, keepdims=True)
    p = given / total
    c = clipped(p)
    log = xp.log(c)

    def pullback(dy: Array) -> Array:
        slope = -((1 - c) ** gamma) / c
        if gamma != 0:
            slope = slope + gamma * (1 - c) ** (gamma - 1) * log
        dp = through_clip(xp.expand_dims(dy, axis=axis) * t * slope, p)
        dgiven = through_division(dp, p, total, axis)
        return softmax.vjp(dgiven, y_pred, given, axis) if from_logits else dgiven

    return -xp.sum((1 - c) ** gamma * t * log, axis=axis), pullback


class CategoricalFocalCrossentropy(Loss):
    """Categorical focal cross-entropy. Source: `keras.losses.CategoricalFocalCrossentropy`."""

    function = categorical_focal_crossentropy

    def __init__(
        self,
        alpha: float | Sequence[float] = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "categorical_focal_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(
            reduction, name, dtype, alpha=alpha, gamma=gamma, from_logits=from_logits, label_smoothing=label_smoothing, axis=axis
        )
