"""Kullback-Leibler divergence."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction


@LossFunction
def kl_divergence(y_true: Array, y_pred: Array) -> Array:
    """Kullback-Leibler divergence, sum(t * log(t / p)) over the last axis, of y_true = t and y_pred = p clipped to [epsilon, 1].

    Args:
        y_true: probabilities, (batch, ..., classes).
        y_pred: probabilities, the same shape.

    Returns:
        Values (batch, ...), in nats.

    Derivative: 0 where `y_pred` was clipped; not clipped at epsilon and at 1 themselves.

    Source: `keras.losses.kl_divergence`.
    """
    t, p = _clipped(y_true), _clipped(y_pred)
    xp = namespace(y_pred)
    return xp.sum(t * xp.log(t / p), axis=-1)


@kl_divergence.defvjp
def kl_divergence_vjp(dy: Array, y_true: Array, y_pred: Array) -> Array:
    """dy_pred = -dy * t / p where epsilon <= y_pred <= 1, else 0."""
    inside = (y_pred >= config.epsilon()) & (y_pred <= 1)
    return -dy[..., None] * namespace(y_pred).where(inside, _clipped(y_true) / _clipped(y_pred), 0)


def _clipped(p: Array) -> Array:
    return namespace(p).clip(p, config.epsilon(), 1)


class KLDivergence(Loss):
    """Kullback-Leibler divergence. Source: `keras.losses.KLDivergence`."""

    function = kl_divergence

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "kl_divergence", dtype: str | None = None) -> None:
        super().__init__(reduction, name, dtype)
