"""Squared hinge loss."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean
from scratch.losses.signed_labels import signed


@LossFunction
def squared_hinge(y_true: Array, y_pred: Array) -> Array:
    """Squared hinge loss, mean(max(1 - y_true * y_pred, 0)^2) over the last axis.

    Args:
        y_true: labels -1 and 1, (batch, ..., outputs); if the whole array holds only 0 and 1, 0 stands for -1.
        y_pred: scores, the same shape.

    Returns:
        Values (batch, ...).

    Source: `keras.losses.squared_hinge`.
    """
    xp = namespace(y_pred)
    lack = xp.maximum(1 - signed(y_true) * y_pred, 0)
    return xp.mean(lack * lack, axis=-1)


@squared_hinge.defvjp
def squared_hinge_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = -dy * 2 * y_true * max(1 - y_true * y_pred, 0) / outputs."""
    t = signed(y_true)
    return share_of_mean(-2 * dy, y_pred) * t * namespace(y_pred).maximum(1 - t * y_pred, 0)


class SquaredHinge(Loss):
    """Squared hinge loss. Source: `keras.losses.SquaredHinge`."""

    function = squared_hinge

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "squared_hinge", dtype: str | None = None) -> None:
        super().__init__(reduction, name, dtype)
