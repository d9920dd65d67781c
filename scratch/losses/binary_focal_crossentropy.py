"""Binary focal cross-entropy."""

from __future__ import annotations

from scratch.activations.sigmoid import sigmoid
from scratch.differentiable import Array, namespace
from scratch.losses.binary_crossentropy import crossentropy_of_each, pull_back_each
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.probabilities import smoothed
from scratch.losses.shapes import share_of_mean


@LossFunction
def binary_focal_crossentropy(
    y_true: Array,
    y_pred: Array,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """Binary focal cross-entropy, mean(w * (1 - q)^gamma * binary cross-entropy) along `axis`.

    q = t * p + (1 - t) * (1 - p) is the probability given to the target, so that easy examples count less. From logits,
    p = sigmoid(z), and the cross-entropy itself is computed from z, unclipped.

    Args:
        y_true: targets t in [0, 1], (batch, ..., outputs).
        y_pred: probabilities p (or logits z), the same shape.
        apply_class_balancing: w = t * alpha + (1 - t) * (1 - alpha); otherwise w = 1.
        alpha: weight of class 1.
        gamma: how strongly easy examples are played down, at least 0; with 0 not at all.
        from_logits: `y_pred` holds logits.
        label_smoothing: in [0, 1]; targets are drawn towards 1/2, t * (1 - s) + s / 2.
        axis: the axis the mean is taken over.

    Returns:
        Values, the shape without `axis`, in nats.

    Derivative: of the cross-entropy 0 where a probability was clipped; of (1 - q)^0 always 0 (Keras: NaN at q = 1).

    Source: `keras.losses.binary_focal_crossentropy`; Lin et al. 2017 (arXiv:1708.02002), eq. 4 and 5.
    """
    t = smoothed(y_true, label_smoothing, 2)
    p = sigmoid(y_pred) if from_logits else y_pred
    weight = _balance(t, alpha) if apply_class_balancing else 1
    return namespace(y_pred).mean(weight * _miss(t, p) ** gamma * crossentropy_of_each(t, y_pred, from_logits), axis=axis)


@binary_focal_crossentropy.defvjp
def binary_focal_crossentropy_vjp(
    dy: Array,
    y_true: Array,
    y_pred: Array,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Array:
    """dp = dy * w * (m^gamma * CE' + gamma * m^(gamma - 1) * (1 - 2 t) * CE) / outputs, with m = 1 - q; then through the sigmoid."""
    t = smoothed(y_true, label_smoothing, 2)
    p = sigmoid(y_pred) if from_logits else y_pred
    miss = _miss(t, p)
    upstream = share_of_mean(dy, y_pred, axis) * (_balance(t, alpha) if apply_class_balancing else 1)
    through_crossentropy = pull_back_each(upstream * miss**gamma, t, y_pred, from_logits)
    if gamma == 0:
        return through_crossentropy
    dp = upstream * crossentropy_of_each(t, y_pred, from_logits) * gamma * miss ** (gamma - 1) * (1 - 2 * t)
    return through_crossentropy + (sigmoid.vjp(dp, y_pred, p) if from_logits else dp)


def _miss(t: Array, p: Array) -> Array:
    """1 - q, the probability given to the other class."""
    return 1 - (t * p + (1 - t) * (1 - p))


def _balance(t: Array, alpha: float) -> Array:
    return t * alpha + (1 - t) * (1 - alpha)


class BinaryFocalCrossentropy(Loss):
    """Binary focal cross-entropy. Source: `keras.losses.BinaryFocalCrossentropy`."""

    function = binary_focal_crossentropy
    reads_logits = True

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "binary_focal_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(
            reduction,
            name,
            dtype,
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )
