"""Sparse categorical cross-entropy: targets are class numbers."""
from __future__ import annotations

from typing import Any

from scratch import config
from scratch.differentiable import Array, Differentiable, namespace
from scratch.losses.loss import Loss


@Differentiable
def sparse_categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1
) -> Array:
    """-log of the probability of the true class.

    From logits z: logsumexp(z) - z[label]. From probabilities p, as Keras does it: p is clipped to
    [epsilon, 1 - epsilon], and log(p) is then treated as logits, which renormalises the clipped row.

    Args:
        y_true: class numbers, (batch, ...) or (batch, ..., 1).
        y_pred: probabilities (or logits), (batch, ..., classes).
        from_logits: `y_pred` holds logits.
        ignore_class: samples of this class count as 0.
        axis: only -1, as in Keras.

    Returns:
        Values (batch, ...), in nats.

    Source: `keras.losses.sparse_categorical_crossentropy`.
    """
    xp = namespace(y_pred)
    logits = y_pred if from_logits else _log_of_clipped(y_pred)
    chosen = _chosen(y_true, y_pred)
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    value = xp.log(xp.sum(xp.exp(shifted), axis=-1)) - xp.sum(xp.where(chosen, shifted, 0), axis=-1)
    return value if ignore_class is None else xp.where(_labels(y_true, y_pred) == ignore_class, 0, value)


@sparse_categorical_crossentropy.defvjp
def sparse_categorical_crossentropy_vjp(
    dy: Array, y_true: Array, y_pred: Array, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1
) -> Array:
    """dz = dy * (softmax(z) - onehot); from probabilities times d log(clip(p))/dp, which is 0 where p was clipped."""
    xp = namespace(y_pred)
    logits = y_pred if from_logits else _log_of_clipped(y_pred)
    e = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    upstream = dy if ignore_class is None else xp.where(_labels(y_true, y_pred) == ignore_class, 0, dy)
    dz = (e / xp.sum(e, axis=-1, keepdims=True) - xp.where(_chosen(y_true, y_pred), 1, 0)) * upstream[..., None]
    return dz if from_logits else xp.where(_inside_clip(y_pred), dz / y_pred, 0)


class SparseCategoricalCrossentropy(Loss):
    """Sparse categorical cross-entropy. Source: `keras.losses.SparseCategoricalCrossentropy`."""

    function = sparse_categorical_crossentropy
    reads_logits = True

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        **rest: Any,
    ) -> None:
        super().__init__(reduction, from_logits=from_logits, ignore_class=ignore_class, axis=axis, **rest)


def _labels(y_true: Array, y_pred: Array) -> Array:
    return y_true[..., 0] if y_true.ndim == y_pred.ndim else y_true


def _chosen(y_true: Array, y_pred: Array) -> Array:
    """True at the entry of each row's class."""
    xp = namespace(y_pred)
    return _labels(y_true, y_pred)[..., None] == xp.arange(y_pred.shape[-1], dtype=y_pred.dtype)


def _log_of_clipped(p: Array) -> Array:
    xp = namespace(p)
    return xp.log(xp.clip(p, config.epsilon(), 1 - config.epsilon()))


def _inside_clip(p: Array) -> Array:
    return (p >= config.epsilon()) & (p <= 1 - config.epsilon())
