"""Logarithm of the hyperbolic cosine."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def log_cosh(y_true: Array, y_pred: Array) -> Array:
    """Logarithm of the hyperbolic cosine of the error, mean(log(cosh(y_pred - y_true))) over the last axis.

    About error^2 / 2 near 0 and |error| - log(2) far away. Computed as a + log(1 + (exp(-2a) - 1) / 2), a = |error|,
    which neither overflows nor subtracts log(2): Keras subtracts it, rounded to float32, so that its log_cosh(0) is
    -1.9e-9 in float64 and small errors (up to 3e-4 in float32) get 0 or one ulp of 1.

    Args:
        y_true: targets, (batch, ..., outputs).
        y_pred: predictions, the same shape.

    Returns:
        Values (batch, ...).

    Source: `keras.losses.log_cosh`.
    """
    xp = namespace(y_pred)
    size = xp.abs(y_pred - y_true)
    return xp.mean(size + xp.log1p(xp.expm1(-2 * size) / 2), axis=-1)


@log_cosh.defvjp
def log_cosh_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * tanh(y_pred - y_true) / outputs."""
    return share_of_mean(dy, y_pred) * namespace(y_pred).tanh(y_pred - y_true)


class LogCosh(Loss):
    """Logarithm of the hyperbolic cosine. Source: `keras.losses.LogCosh`."""

    function = log_cosh

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "log_cosh", dtype: str | None = None) -> None:
        super().__init__(reduction, name, dtype)
