"""Huber loss."""

from __future__ import annotations

from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def huber(y_true: Array, y_pred: Array, delta: float = 1.0) -> Array:
    """Huber loss: error^2 / 2 up to |error| = delta, and the tangent delta * |error| - delta^2 / 2 beyond; mean over the last axis.

    With c = error clipped to [-delta, delta] both are c * (error - c / 2), and the derivative is c.

    Args:
        y_true: targets, (batch, ..., outputs).
        y_pred: predictions, the same shape.
        delta: where the square turns into a line, above 0.

    Returns:
        Values (batch, ...).

    Source: `keras.losses.huber`; Huber, "Robust estimation of a location parameter" (1964).
    """
    error = y_pred - y_true
    c = namespace(y_pred).clip(error, -delta, delta)
    return namespace(y_pred).mean(c * (error - c / 2), axis=-1)


@huber.defvjp
def huber_vjp(dy: Array, y_true: Array, y_pred: Array, delta: float = 1.0) -> Array:
    """dy_pred = dy * (y_pred - y_true, clipped to [-delta, delta]) / outputs."""
    return share_of_mean(dy, y_pred) * namespace(y_pred).clip(y_pred - y_true, -delta, delta)


class Huber(Loss):
    """Huber loss. Source: `keras.losses.Huber`."""

    function = huber

    def __init__(
        self, delta: float = 1.0, reduction: str | None = "sum_over_batch_size", name: str | None = "huber_loss", dtype: str | None = None
    ) -> None:
        super().__init__(reduction, name, dtype, delta=delta)
