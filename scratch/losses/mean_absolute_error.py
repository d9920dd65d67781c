"""Mean absolute error."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def mean_absolute_error(y_true: Array, y_pred: Array) -> Array:
    """Mean absolute error over the last axis, mean(|y_pred - y_true|).

    Args:
        y_true: targets, (batch, ..., outputs).
        y_pred: predictions, the same shape.

    Returns:
        Values (batch, ...).

    Derivative: 0 where the two are equal.

    Source: `keras.losses.mean_absolute_error`.
    """
    xp = namespace(y_pred)
    return xp.mean(xp.abs(y_pred - y_true), axis=-1)


@mean_absolute_error.defvjp
def mean_absolute_error_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * sign(y_pred - y_true) / outputs."""
    return share_of_mean(dy, y_pred) * namespace(y_pred).sign(y_pred - y_true)


class MeanAbsoluteError(Loss):
    """Mean absolute error. Source: `keras.losses.MeanAbsoluteError`."""

    function = mean_absolute_error

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "mean_absolute_error", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype)
