"""What every loss has: values per sample, a reduction, and the gradient of the reduced loss."""
from __future__ import annotations

from typing import Any

from scratch import config
from scratch.differentiable import Array, Differentiable, as_array, namespace

REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None)


class Loss:
    """A loss function with settings and a reduction.

    A subclass names its function in `function`, a `Differentiable` of `(y_true, y_pred, **settings)` that returns
    one value a sample and whose VJP returns dL/dy_pred.

    Args:
        reduction: `'sum_over_batch_size'` (= `'mean'`: sum divided by the number of values), `'sum'`,
            `'mean_with_sample_weight'` (sum divided by the sum of the weights), or `'none'`.
        name: what `History` calls it.
        dtype: dtype of the computation; `floatx` unless given.
        settings: passed on to the function.

    Source: `keras.losses.Loss`.
    """

    function: Differentiable
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

    def __call__(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> Array:
        """The reduced loss: a scalar, or one value a sample for `reduction='none'`.

        Args:
            y_true: targets.
            y_pred: predictions, (batch, ..., outputs).
            sample_weight: factor of each sample's value, (batch,) or the shape of the values.
        """
        y_true, y_pred = self._prepare(y_true, y_pred)
        values = self.function(y_true, y_pred, **self.settings)
        return self._reduce(values, self._weight_like(values, sample_weight))

    def value_and_gradient(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> tuple[Array, Array]:
        """The loss and its gradient dL/dy_pred, which has the shape that `y_pred` came in."""
        given = as_array(y_pred).shape
        y_true, y_pred = self._prepare(y_true, y_pred)
        values = self.function(y_true, y_pred, **self.settings)
        weight = self._weight_like(values, sample_weight)
        upstream = self._upstream(values, weight)
        gradient = self.function.vjp(upstream, y_true, y_pred, **self.settings)
        return self._reduce(values, weight), namespace(gradient).reshape(gradient, given)

    def gradient(self, y_true: Array, y_pred: Array, sample_weight: Array | None = None) -> Array:
        """dL/dy_pred."""
        return self.value_and_gradient(y_true, y_pred, sample_weight)[1]

    def _prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        return same_rank(_cast(y_true, self.dtype), _cast(y_pred, self.dtype))

    def _weight_like(self, values: Array, weight: Array | None) -> Array | None:
        if weight is None:
            return None
        weight = same_rank(_cast(weight, self.dtype), values)[0]
        return weight if weight.ndim >= values.ndim else weight[(...,) + (None,) * (values.ndim - weight.ndim)]

    def _divisor(self, values: Array, weight: Array | None) -> Array | int:
        if self.reduction == "mean_with_sample_weight" and weight is not None:
            return namespace(weight).sum(weight)
        return 1 if self.reduction == "sum" else values.size

    def _reduce(self, values: Array, weight: Array | None) -> Array:
        if weight is not None:
            values = values * weight
        if self.reduction in ("none", None):
            return values
        divisor = self._divisor(values, weight)
        total = namespace(values).sum(values)
        return total / divisor if divisor else total * 0

    def _upstream(self, values: Array, weight: Array | None) -> Array:
        """dL/dvalues: what one sample's value counts for in the reduced loss."""
        ones = namespace(values).ones_like(values)
        upstream = ones if weight is None else ones * weight
        if self.reduction in ("none", None):
            return upstream
        divisor = self._divisor(values, weight)
        return upstream / divisor if divisor else upstream * 0


def _cast(x: Array, dtype: str) -> Array:
    x = as_array(x)
    return x if x.dtype == dtype else namespace(x).astype(x, getattr(namespace(x), dtype))


def same_rank(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Add or drop a last axis of length 1 where the two ranks differ by one, as Keras does: (N,) meets (N, 1) as (N, 1).

    Without it NumPy broadcasts (N,) with (N, 1) to (N, N), silently.
    """
    if y_true.ndim == y_pred.ndim + 1 and y_true.shape[-1] == 1:
        return (y_true, y_pred[:, None]) if y_pred.ndim == 1 else (y_true[..., 0], y_pred)
    if y_pred.ndim == y_true.ndim + 1 and y_pred.shape[-1] == 1:
        return (y_true[:, None], y_pred) if y_true.ndim == 1 else (y_true, y_pred[..., 0])
    return y_true, y_pred
