"""Poisson loss."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import share_of_mean


@LossFunction
def poisson(y_true: Array, y_pred: Array) -> Array:
    """Poisson loss, mean(y_pred - y_true * log(y_pred + epsilon)) over the last axis.

    The negative log-likelihood of counts y_true at rates y_pred, up to a constant; epsilon is `config.epsilon()`.

    Args:
        y_true: counts, (batch, ..., outputs).
        y_pred: rates, the same shape, at least 0 (NaN below -epsilon).

    Returns:
        Values (batch, ...).

    Source: `keras.losses.poisson`.
    """
    xp = namespace(y_pred)
    return xp.mean(y_pred - y_true * xp.log(y_pred + config.epsilon()), axis=-1)


@poisson.defvjp
def poisson_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = dy * (1 - y_true / (y_pred + epsilon)) / outputs."""
    share = share_of_mean(dy, y_pred)
    return share - share * y_true / (y_pred + config.epsilon())


class Poisson(Loss):
    """Poisson loss. Source: `keras.losses.Poisson`."""

    function = poisson

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "poisson", dtype: str | None = None) -> None:
        super().__init__(reduction, name, dtype)
