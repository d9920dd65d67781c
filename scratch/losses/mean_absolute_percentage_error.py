"""Mean absolute percentage error."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def mean_absolute_percentage_error(y_true: Array, y_pred: Array) -> Array:
    """Mean absolute percentage error over the last axis, 100 * mean(|y_pred - y_true| / max(|y_true|, epsilon)).

    Args:
        y_true: targets, (batch, ..., outputs); those smaller than `config.epsilon()` count as that small.
        y_pred: predictions, the same shape.

    Returns:
        Values (batch, ...), in percent.

    Derivative: 0 where the two are equal.

    Source: `keras.losses.mean_absolute_percentage_error`.
    """
    xp = namespace(y_pred)
    return 100 * xp.mean(xp.abs(y_pred - y_true) / _size(y_true), axis=-1)


@mean_absolute_percentage_error.defvjp
def mean_absolute_percentage_error_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * 100 * sign(y_pred - y_true) / max(|y_true|, epsilon) / outputs."""
    return share_of_mean(100 * dy, y_pred) * namespace(y_pred).sign(y_pred - y_true) / _size(y_true)


def _size(y_true: Array) -> Array:
    xp = namespace(y_true)
    return xp.maximum(xp.abs(y_true), config.epsilon())


class MeanAbsolutePercentageError(Loss):
    """Mean absolute percentage error. Source: `keras.losses.MeanAbsolutePercentageError`."""

    function = mean_absolute_percentage_error

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "mean_absolute_percentage_error", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype)
