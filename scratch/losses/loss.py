"""What every loss has: values per sample, a reduction, and the gradient of the reduced loss."""

from __future__ import annotations

from typing import Any

from scratch import config
from scratch.configurable import Configurable
from scratch.differentiable import Array, namespace, quiet
from scratch.losses.loss_function import LossFunction
from scratch.losses.shapes import as_float, broadcast, same_rank, sum_to_shape

__all__ = ["REDUCTIONS", "Loss", "same_rank"]

REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None)


class Loss(Configurable):
    """A loss function with settings and a reduction.

    A subclass names its function in `function`, a `LossFunction` of `(y_true, y_pred, **settings)` that returns
    one value a sample and whose VJP returns dL/dy_pred.

    Args:
        reduction: `'sum_over_batch_size'` (= `'mean'`: sum divided by the number of values), `'sum'`,
            `'mean_with_sample_weight'` (sum divided by the sum of the weights), or `'none'`.
        name: what `History` calls it.
        dtype: dtype of the computation; `floatx` unless given.
        settings: passed on to the function.

    Source: `keras.losses.Loss`.
    """

    function: LossFunction
    reads_logits = False  # True for the cross-entropies, which Keras computes from logits where it can find them

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = None, dtype: str | None = None, **settings: Any
    ) -> None:
        if reduction not in REDUCTIONS:
            raise ValueError(f"{type(self).__name__}: expected reduction as one of {REDUCTIONS}, got {reduction!r}.")
        self.reduction = reduction
        self.name = name or type(self).__name__
        self.dtype = dtype or config.floatx()
        self.settings = settings

    @quiet
    def __call__(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> Array:
        """The reduced loss: a scalar, or one value a sample for `reduction='none'`.

        Args:
            y_true: targets.
            y_pred: predictions, (batch, ..., outputs).
            sample_weight: factor of each sample's value. As in Keras it is broadcast against the values, (batch, ...),
                from the last axis on: with several values a sample, weights of whole samples are (batch, 1).

        Raises:
            ValueError: shapes that do not fit.
        """
        y_true, y_pred = self.function.prepare(y_true, y_pred, self.dtype)
        values = self.function.function(y_true, y_pred, **self.settings)
        return self._reduce(values, self._weight(y_true, values, sample_weight))[0]

    @quiet
    def value_and_gradient(
        self, y_true: Array, y_pred: Array, sample_weight: Array | None = None, upstream: Array | float = 1.0
    ) -> tuple[Array, Array]:
        """The loss and its gradient dL/dy_pred, which has the shape that `y_pred` came in.

        Args:
            y_true, y_pred, sample_weight: as in a call.
            upstream: what the loss's own gradient is; of the loss's shape, or 1 for an L that is the loss, or the sum of its values.
        """
        given = as_float(y_pred, self.dtype)
        y_true, y_pred = self.function.prepare(y_true, given, self.dtype)
        values, pullback = self.function.value_and_pullback(y_true, y_pred, **self.settings)
        loss, share = self._reduce(values, self._weight(y_true, values, sample_weight), upstream)
        gradient = pullback(share)
        return loss, gradient if gradient.shape == given.shape else namespace(gradient).reshape(gradient, given.shape)

    def gradient(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> Array:
        """dL/dy_pred."""
        return self.value_and_gradient(y_true, y_pred, sample_weight)[1]

    def _counts(self, y_true: Array) -> Array | None:
        """True for the values that count; None if all do. For subclasses that ignore some."""
        return None

    def _weight(self, y_true: Array, values: Array, sample_weight: Array | None) -> Array | None:
        """The weights of the values: those given, and 0 for what does not count (means then go over what does)."""
        weight = None if sample_weight is None else as_float(sample_weight, self.dtype)
        counts = self._counts(y_true)
        if counts is None:
            return weight
        xp = namespace(values)
        kept = xp.astype(counts, values.dtype)
        if self.reduction in ("sum_over_batch_size", "mean"):
            kept = kept * (kept.size / xp.maximum(xp.sum(kept), 1))
        return kept if weight is None else broadcast(*same_rank(kept, weight), type(self).__name__)

    def _reduce(self, values: Array, weight: Array | None, upstream: Array | float = 1.0) -> tuple[Array, Array]:
        """(reduced loss, its gradient with respect to `values`, times `upstream`)."""
        xp = namespace(values)
        if weight is None:
            weighted = values
        else:
            matched, weight = same_rank(values, weight)
            weighted = broadcast(matched, weight, type(self).__name__)
        if self.reduction in ("none", None) or weighted.ndim == 0 or weighted.shape == (0,):  # no samples: no values, as in Keras
            loss, share = weighted, 1.0
        else:
            total, divisor = xp.sum(weighted), self._divisor(weighted, weight)
            loss, share = (total / divisor, 1 / divisor) if divisor else (xp.zeros_like(total), 0.0)
        if weight is None:
            return loss, xp.full_like(values, share * upstream)
        share = xp.broadcast_to(weight * share * upstream, weighted.shape)
        return loss, xp.reshape(sum_to_shape(share, matched.shape), values.shape)

    def _divisor(self, weighted: Array, weight: Array | None) -> float:
        if self.reduction == "mean_with_sample_weight" and weight is not None:
            return float(namespace(weight).sum(weight))
        return 1 if self.reduction == "sum" else weighted.size
