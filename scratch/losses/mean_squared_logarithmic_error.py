"""Mean squared logarithmic error."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def mean_squared_logarithmic_error(y_true: Array, y_pred: Array) -> Array:
    """Mean squared logarithmic error over the last axis, mean((log(y_pred + 1) - log(y_true + 1))^2).

    Args:
        y_true: targets, (batch, ..., outputs). Whatever is below `config.epsilon()` counts as epsilon, here and in `y_pred`.
        y_pred: predictions, the same shape.

    Returns:
        Values (batch, ...).

    Derivative: 0 below epsilon, not at it. Keras rounds epsilon to float32 also when the arrays are float64, and
    returns float32 for float16; here both stay in the dtype of `y_pred`.

    Source: `keras.losses.mean_squared_logarithmic_error`.
    """
    error = _log(y_pred) - _log(y_true)
    return namespace(y_pred).mean(error * error, axis=-1)


@mean_squared_logarithmic_error.defvjp
def mean_squared_logarithmic_error_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * 2 * (log(y_pred + 1) - log(y_true + 1)) / (y_pred + 1) / outputs where y_pred >= epsilon, else 0."""
    xp = namespace(y_pred)
    slope = (_log(y_pred) - _log(y_true)) / (xp.maximum(y_pred, config.epsilon()) + 1)
    return share_of_mean(2 * dy, y_pred) * xp.where(y_pred >= config.epsilon(), slope, 0)


def _log(y: Array) -> Array:
    xp = namespace(y)
    return xp.log(xp.maximum(y, config.epsilon()) + 1)


class MeanSquaredLogarithmicError(Loss):
    """Mean squared logarithmic error. Source: `keras.losses.MeanSquaredLogarithmicError`."""

    function = mean_squared_logarithmic_error

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "mean_squared_logarithmic_error", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype)
