"""Ranks, dtypes and axes of targets, predictions and weights, treated as Keras treats them."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch import config
from scratch.differentiable import Array, namespace


def as_float(x: Array, dtype: Any = None) -> Array:
    """`x` as an array of `dtype`; without one, floats keep theirs, and everything else becomes `floatx`."""
    if not hasattr(x, "__array_namespace__"):
        return np.asarray(x, dtype=dtype or config.floatx())
    xp = namespace(x)
    if dtype is None:
        dtype = x.dtype if xp.isdtype(x.dtype, "real floating") else config.floatx()
    if x.dtype == dtype:
        return x
    return xp.astype(x, getattr(xp, dtype) if isinstance(dtype, str) else dtype)


def same_rank(y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Add or drop a last axis of length 1 where the two ranks differ by one, as Keras does: (N,) meets (N, 1) as (N, 1).

    Without it NumPy broadcasts (N,) with (N, 1) to (N, N), silently.
    """
    if y_true.ndim == y_pred.ndim + 1 and y_true.shape[-1] == 1:
        return (y_true, y_pred[:, None]) if y_pred.ndim == 1 else (y_true[..., 0], y_pred)
    if y_pred.ndim == y_true.ndim + 1 and y_pred.shape[-1] == 1:
        return (y_true[:, None], y_pred) if y_true.ndim == 1 else (y_true, y_pred[..., 0])
    return y_true, y_pred


def share_of_mean(dy: Array, like: Array, axis: int | None = -1) -> Array:
    """Gradient of each entry of `like`, given the gradient `dy` of its mean along `axis`."""
    if axis is None:
        return dy / like.size
    return namespace(dy).expand_dims(dy, axis=axis) / like.shape[axis]


def sum_to_shape(x: Array, shape: tuple[int, ...]) -> Array:
    """Undo broadcasting: sum `x` over the axes along which something of `shape` was repeated."""
    if x.shape == shape:
        return x
    xp = namespace(x)
    new = x.ndim - len(shape)
    axes = (*range(new), *(new + i for i, n in enumerate(shape) if n == 1))
    return xp.reshape(xp.sum(x, axis=axes), shape)


def broadcast(values: Array, weight: Array, who: str) -> Array:
    """values * weight.

    Raises:
        ValueError: the shapes do not fit.
    """
    try:
        np.broadcast_shapes(values.shape, weight.shape)
    except ValueError:
        raise ValueError(
            f"{who}: expected sample_weight that broadcasts with the values {values.shape} (one a sample), got {weight.shape};"
            f" weights of whole samples need shape {(*values.shape[:1], *(1,) * (values.ndim - 1))}."
        ) from None
    return values * weight
