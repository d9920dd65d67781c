"""Hinge loss."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean
from scratch.losses.signed_labels import signed


@LossFunction
def hinge(y_true: Array, y_pred: Array) -> Array:
    """Hinge loss, mean(max(1 - y_true * y_pred, 0)) over the last axis.

    Args:
        y_true: labels -1 and 1, (batch, ..., outputs); if the whole array holds only 0 and 1, 0 stands for -1.
        y_pred: scores, the same shape.

    Returns:
        Values (batch, ...).

    Derivative: -y_true at the kink, where y_true * y_pred = 1.

    Source: `keras.losses.hinge`.
    """
    xp = namespace(y_pred)
    return xp.mean(xp.maximum(1 - signed(y_true) * y_pred, 0), axis=-1)


@hinge.defvjp
def hinge_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = -dy * y_true / outputs where y_true * y_pred <= 1, else 0."""
    t = signed(y_true)
    return share_of_mean(-dy, y_pred) * namespace(y_pred).where(1 - t * y_pred >= 0, t, 0)


class Hinge(Loss):
    """Hinge loss. Source: `keras.losses.Hinge`."""

    function = hinge

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "hinge", dtype: str | None = None) -> None:
        super().__init__(reduction, name, dtype)
