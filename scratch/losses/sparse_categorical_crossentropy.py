"""Sparse categorical cross-entropy: targets are class numbers."""

from __future__ import annotations

from scratch.arrays import largest, total
from scratch.differentiable import Array, namespace
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction, Pullback
from scratch.losses.probabilities import clipped, through_clip
from scratch.losses.shapes import as_float


class _OfClassNumbers(LossFunction):
    """A loss function whose targets are class numbers: they stay integers, and have one axis less than `y_pred`."""

    def prepare(self, y_true: Array, y_pred: Array, dtype: str | None = None) -> tuple[Array, Array]:
        y_pred = as_float(y_pred, dtype)
        xp = namespace(y_pred)
        y_true = xp.asarray(y_true)
        if not xp.isdtype(y_true.dtype, "integral"):
            y_true = xp.astype(y_true, xp.int64)
        if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
            y_true = y_true[..., 0]
        if y_true.shape != y_pred.shape[:-1]:
            raise ValueError(
                f"sparse_categorical_crossentropy: expected one class number for each row of y_pred {y_pred.shape}, got y_true of"
                f" shape {y_true.shape}; one-hot targets are for categorical_crossentropy."
            )
        return y_true, y_pred


@_OfClassNumbers.with_pullback
def sparse_categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1
) -> tuple[Array, Pullback]:
    """-log of the probability of the true class.

    From logits z: logsumexp(z) - z[label]. From probabilities p, as Keras does it: p is clipped to
    [epsilon, 1 - epsilon], and log(p) is then treated as logits, which renormalises the clipped row.

    Args:
        y_true: class numbers, (batch, ...) or (batch, ..., 1); fractions are cut off, as in Keras.
        y_pred: probabilities (or logits), (batch, ..., classes).
        from_logits: `y_pred` holds logits.
        ignore_class: samples of this class count as 0.
        axis: the axis of the classes; only the last, as in Keras.

    Returns:
        Values (batch, ...), in nats.

    Derivative: from logits softmax(z) - onehot; from probabilities that times 1 / p, and 0 where p was clipped (not at
    epsilon and 1 - epsilon themselves).

    Raises:
        ValueError: a class number that is no index of the last axis of `y_pred`, or another `axis`.

    Source: `keras.losses.sparse_categorical_crossentropy`.
    """
    if axis not in (-1, y_pred.ndim - 1):
        raise ValueError(f"sparse_categorical_crossentropy: expected axis -1 (Keras has no other here), got {axis}.")
    xp = namespace(y_pred)
    counts = None if ignore_class is None else y_true != ignore_class
    label = y_true if counts is None else xp.where(counts, y_true, 0)
    chosen = label[..., None] == xp.arange(y_pred.shape[-1])
    _require_classes(label, chosen)
    logits = y_pred if from_logits else xp.log(clipped(y_pred))
    shifted = logits - largest(logits)
    e = xp.exp(shifted)
    partition = total(e)
    values = xp.log(partition[..., 0]) - xp.reshape(shifted[chosen], label.shape)

    def pullback(dy: Array) -> Array:
        dz = (e / partition - xp.astype(chosen, y_pred.dtype)) * dy[..., None]
        if counts is not None:
            dz = xp.where(counts[..., None], dz, 0)
        return dz if from_logits else through_clip(dz / clipped(y_pred), y_pred)

    return values if counts is None else xp.where(counts, values, 0), pullback


def _require_classes(label: Array, chosen: Array) -> None:
    if int(namespace(label).count_nonzero(chosen)) != label.size:
        classes = chosen.shape[-1]
        outside = (label < 0) | (label >= classes)
        raise ValueError(
            f"sparse_categorical_crossentropy: expected class numbers from 0 to {classes - 1} (y_pred has {classes} classes),"
            f" got {int(label[outside][0])}; number the classes from 0 and give the last layer an output for each."
        )


class SparseCategoricalCrossentropy(Loss):
    """Sparse categorical cross-entropy; with `ignore_class` the means go over the other samples.

    Source: `keras.losses.SparseCategoricalCrossentropy`.
    """

    function = sparse_categorical_crossentropy
    reads_logits = True

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: str | None = None,
    ) -> None:
        super().__init__(reduction, name, dtype, from_logits=from_logits, ignore_class=ignore_class, axis=axis)

    def _counts(self, y_true: Array) -> Array | None:
        ignored = self.settings["ignore_class"]
        return None if ignored is None else y_true != ignored
