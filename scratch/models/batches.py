"""Data in, batches out: conversion, splitting, shuffling, slicing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scratch import config
from scratch.differentiable import Array


def as_inputs(x: Array, dtype: str | None = None) -> np.ndarray:
    """Floats in the default float type, once and not per batch; whole numbers stay as they are."""
    x = np.asarray(x)
    wanted = dtype or config.floatx()
    return x.astype(wanted, copy=False) if x.dtype.kind == "f" else x


def split_off_validation(arrays: list[np.ndarray | None], fraction: float) -> tuple[list[np.ndarray | None], list[np.ndarray | None]]:
    """(training part, validation part): the *last* `fraction` of the samples validates, before any shuffle.

    Raises:
        ValueError: a part would be empty.
    """
    count = next(len(a) for a in arrays if a is not None)
    kept = int(np.floor(count * (1.0 - fraction)))
    if not 0 < kept < count:
        raise ValueError(f"fit: expected validation_split to leave samples on both sides of {count}, got {fraction}.")
    return [None if a is None else a[:kept] for a in arrays], [None if a is None else a[kept:] for a in arrays]


def batches(arrays: list[np.ndarray | None], batch_size: int, order: np.ndarray | None = None) -> Iterator[list[np.ndarray | None]]:
    """Consecutive batches of all arrays alike, in `order` if given; the last one may be smaller."""
    count = next(len(a) for a in arrays if a is not None)
    for start in range(0, count, batch_size):
        if order is None:
            yield [None if a is None else a[start : start + batch_size] for a in arrays]
        else:
            chosen = order[start : start + batch_size]
            yield [None if a is None else a.take(chosen, axis=0) for a in arrays]
