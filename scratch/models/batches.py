"""Data in, batches out: conversion, weights by class, splitting, slicing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from scratch import config
from scratch.arrays import in_default_library, to_numpy
from scratch.differentiable import Array, namespace

Parts = list[Array | None]


def as_inputs(x: Array, dtype: str | None = None) -> Array:
    """Floats in the default float type, once and not per batch, in the default array library; whole numbers stay as they are."""
    x = x if hasattr(x, "__array_namespace__") else np.asarray(x)
    xp, wanted = namespace(x), dtype or config.floatx()
    if xp.isdtype(x.dtype, "real floating"):
        x = xp.astype(x, getattr(xp, wanted), copy=False)
    return in_default_library(x) if xp is np else x


def as_parts(who: str, x: Array, y: Array | None = None, sample_weight: Array | None = None) -> Parts:
    """[x, y, sample_weight] ready to be cut into batches.

    Raises:
        ValueError: they are of different lengths, or empty.
    """
    parts = [as_inputs(x), None if y is None else as_targets(y), None if sample_weight is None else as_inputs(sample_weight)]
    lengths = [a.shape[0] if a.ndim else 0 for a in parts if a is not None]
    if len(set(lengths)) != 1 or 0 in lengths:
        raise ValueError(f"{who}: expected x, y and sample_weight of one length above 0, got {lengths}.")
    return parts


def as_targets(y: Array) -> Array:
    """Whatever they are, as an array of the default library."""
    return in_default_library(np.asarray(y)) if isinstance(y, np.ndarray) or not hasattr(y, "__array_namespace__") else y


def unpacked(who: str, data: Sequence[Array]) -> Parts:
    """`as_parts` of (x, y) or (x, y, sample_weight).

    Raises:
        ValueError: anything else, or what `as_parts` raises.
    """
    if not isinstance(data, (tuple, list)) or len(data) not in (2, 3):
        raise ValueError(f"{who}: expected validation_data as (x, y) or (x, y, sample_weight), got {type(data).__name__}.")
    return as_parts(who, *data)


def weights_of_classes(who: str, y: Array, sample_weight: Array | None, class_weight: Mapping[int, float] | None) -> Array | None:
    """The weight of every sample: that of its class, 1 where the class has none; `sample_weight` if no class has one.

    Args:
        who: for error messages.
        y: class numbers, (batch,) or (batch, 1), or one-hot rows.
        sample_weight: weights of the samples themselves.
        class_weight: weight by class number.

    Raises:
        ValueError: both kinds of weights are given, or y says more than one class a sample.
    """
    if class_weight is None:
        return sample_weight
    if sample_weight is not None:
        raise ValueError(f"{who}: expected sample_weight or class_weight, got both; multiply them into sample_weight.")
    labels = to_numpy(y)
    if labels.ndim > 2:
        raise ValueError(f"{who}: expected y of one class a sample with class_weight, got shape {labels.shape}; weigh by sample_weight.")
    if labels.ndim == 2:
        labels = labels[:, 0] if labels.shape[1] == 1 else labels.argmax(axis=1)
    classes, inverse = np.unique(np.rint(labels).astype(np.int64), return_inverse=True)
    return in_default_library(np.array([class_weight.get(int(c), 1.0) for c in classes], dtype=config.floatx())[inverse])


def split_off_validation(arrays: Parts, fraction: float) -> tuple[Parts, Parts]:
    """(training part, validation part): the *last* `fraction` of the samples validates, before any shuffle.

    Raises:
        ValueError: a part would be empty.
    """
    count = next(a.shape[0] for a in arrays if a is not None)
    kept = int(np.floor(count * (1.0 - fraction)))
    if not 0 < kept < count:
        raise ValueError(f"fit: expected validation_split to leave samples on both sides of {count}, got {fraction}.")
    return [None if a is None else a[:kept, ...] for a in arrays], [None if a is None else a[kept:, ...] for a in arrays]


def batches(arrays: Parts, batch_size: int, order: np.ndarray | None = None) -> Iterator[Parts]:
    """Consecutive batches of all arrays alike, in `order` if given; the last one may be smaller."""
    count = next(a.shape[0] for a in arrays if a is not None)
    for start in range(0, count, batch_size):
        end = min(start + batch_size, count)
        if order is None:
            yield [None if a is None else a[start:end, ...] for a in arrays]
        else:
            chosen = order[start:end]
            yield [None if a is None else _rows(a, chosen) for a in arrays]


def _rows(a: Array, chosen: np.ndarray) -> Array:
    return a.take(chosen, axis=0) if isinstance(a, np.ndarray) else namespace(a).take(a, namespace(a).asarray(chosen), axis=0)
