"""The mask of a model's outputs, as weights of its loss and metrics."""

from __future__ import annotations

from scratch.arrays import reshaped
from scratch.differentiable import Array, namespace


def with_mask(sample_weight: Array | None, mask: Array, reduction: str | None, dtype: str) -> Array:
    """`sample_weight` where `mask` is True, 0 elsewhere.

    Where values are averaged, what counts weighs as much more as if the rest were not there.

    Args:
        sample_weight: (batch,) or (batch, steps); None for all alike.
        mask: (batch, steps), False where an output is to count nothing.
        reduction: of the loss; `'sum'` for metrics, which divide by the sum of the weights themselves.
        dtype: of the result.

    Source: `keras.src.losses.loss.apply_mask`.
    """
    xp = namespace(mask)
    weight = xp.astype(mask, getattr(xp, dtype))
    if reduction in ("mean", "sum_over_batch_size"):
        weight = weight * (mask.size / max(1.0, float(xp.sum(weight))))
    if sample_weight is None:
        return weight
    return weight * reshaped(sample_weight, sample_weight.shape + (1,) * (mask.ndim - sample_weight.ndim))
