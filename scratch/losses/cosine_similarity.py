"""Cosine similarity."""

from __future__ import annotations

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction


@LossFunction
def cosine_similarity(y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """Minus the cosine of the angle between the two vectors along `axis`: -1 for the same direction, 0 for right angles.

    -sum(t * p), where t and p are y_true and y_pred divided by max(their length, epsilon); a zero vector gives 0.

    Args:
        y_true: vectors, (batch, ..., outputs).
        y_pred: vectors, the same shape. Lengths that would overflow when squared are right here and give 0 in Keras.
        axis: the axis that holds the components.

    Returns:
        Values in [-1, 1], the shape without `axis`.

    Derivative: where `y_pred` is shorter than epsilon, that of -sum(t * y_pred / epsilon).

    Source: `keras.losses.cosine_similarity`.
    """
    xp = namespace(y_pred)
    return -xp.sum(y_true / _length(y_true, axis) * (y_pred / _length(y_pred, axis)), axis=axis)


@cosine_similarity.defvjp
def cosine_similarity_vjp(dy: Array, y_true: Array, y_pred: Array, axis: int = -1) -> Array:
    """dy_pred = -dy * (t - p * sum(t * p)) / length; without the second term where the length is below epsilon."""
    xp = namespace(y_pred)
    length = _length(y_pred, axis)
    t, p = y_true / _length(y_true, axis), y_pred / length
    along = xp.where(length > config.epsilon(), xp.sum(t * p, axis=axis, keepdims=True), 0)
    return -xp.expand_dims(dy, axis=axis) * (t - p * along) / length


def _length(x: Array, axis: int) -> Array:
    """max(length along `axis`, epsilon); large vectors are scaled down before their components are squared."""
    xp = namespace(x)
    scale = xp.maximum(xp.max(xp.abs(x), axis=axis, keepdims=True), 1)
    x = x / scale
    return xp.maximum(scale * xp.sqrt(xp.sum(x * x, axis=axis, keepdims=True)), config.epsilon())


class CosineSimilarity(Loss):
    """Cosine similarity. Source: `keras.losses.CosineSimilarity`."""

    function = cosine_similarity

    def __init__(
        self,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "cosine_similarity",
        dtype: str | None = None,
    ) -> None:
        super().__init__(reduction, name, dtype, axis=axis)
