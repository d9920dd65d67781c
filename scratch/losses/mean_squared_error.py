"""Mean squared error."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def mean_squared_error(y_true: Array, y_pred: Array) -> Array:
    """Mean squared error over the last axis, mean((y_pred - y_true)^2); no factor 1/2.

    Args:
        y_true: targets, (batch, ..., outputs).
        y_pred: predictions, the same shape.

    Returns:
        Values (batch, ...).

    Source: `keras.losses.mean_squared_error`.
    """
    error = y_pred - y_true
    return namespace(y_pred).mean(error * error, axis=-1)


@mean_squared_error.defvjp
def mean_squared_error_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * 2 * (y_pred - y_true) / outputs."""
    return share_of_mean(2 * dy, y_pred) * (y_pred - y_true)


class MeanSquaredError(Loss):
    """Mean squared error. Source: `keras.losses.MeanSquaredError`."""

    function = mean_squared_error

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "mean_squared_error", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype)
