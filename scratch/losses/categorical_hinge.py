"""Categorical hinge loss."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction


@LossFunction
def categorical_hinge(y_true: Array, y_pred: Array) -> Array:
    """Categorical hinge loss, max(highest wrong score - score of the class + 1, 0).

    In Keras's formula, max(max((1 - y_true) * y_pred) - sum(y_true * y_pred) + 1, 0) over the last axis, the right class
    takes part in the inner maximum with a 0.

    Args:
        y_true: one-hot classes, (batch, ..., classes).
        y_pred: scores, the same shape.

    Returns:
        Values (batch, ...).

    Derivative: that of the rising part at the kink; among equal highest scores it is shared equally.

    Source: `keras.losses.categorical_hinge`.
    """
    return namespace(y_pred).maximum(_lack(y_true, y_pred), 0)


@categorical_hinge.defvjp
def categorical_hinge_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * (its share of the highest wrong score - y_true) where the loss is not below its kink, else 0."""
    xp = namespace(y_pred)
    wrong = (1 - y_true) * y_pred
    highest = xp.astype(wrong == xp.max(wrong, axis=-1, keepdims=True), y_pred.dtype)
    share = highest / xp.sum(highest, axis=-1, keepdims=True)
    dy = xp.where(_lack(y_true, y_pred) >= 0, dy, 0)
    return dy[..., None] * (share * (1 - y_true) - y_true)


def _lack(y_true: Array, y_pred: Array) -> Array:
    xp = namespace(y_pred)
    return xp.max((1 - y_true) * y_pred, axis=-1) - xp.sum(y_true * y_pred, axis=-1) + 1


class CategoricalHinge(Loss):
    """Categorical hinge loss. Source: `keras.losses.CategoricalHinge`."""

    function = categorical_hinge

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "categorical_hinge", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype)
