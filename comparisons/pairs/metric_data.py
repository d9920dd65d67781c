"""Targets and predictions as metrics want them, drawn as (values, batch, width, dtype) -> (y_true, y_pred)."""

from __future__ import annotations

import numpy as np

from comparisons.pairs.case import Values

Pair = tuple[np.ndarray, np.ndarray]
GRID = 8  # scores in eighths: equal ones are frequent, and some lie exactly on a threshold, or the next number above it
ABOVE = 3  # one in so many


def scores(values: Values, shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """Numbers in (0, 1), not normalised."""
    drawn = values.uniform(shape, "float64")
    if values.decimals >= 4:
        return drawn.astype(dtype)
    even = (np.clip(np.round(drawn * GRID), 1, GRID - 1) / GRID).astype(dtype)
    above: np.ndarray = np.where(values.integers(shape, ABOVE, stream=7) == 0, np.nextafter(even, even.dtype.type(1)), even)
    return above


def distributions(values: Values, shape: tuple[int, ...], dtype: str, *, stream: int = 0) -> np.ndarray:
    """Rows that sum to 1."""
    drawn = values.uniform(shape, "float64", stream=stream)
    return (drawn / drawn.sum(axis=-1, keepdims=True)).astype(dtype)


def classes(values: Values, batch: int, width: int) -> np.ndarray:
    """A class for every row."""
    return values.integers((batch,), width, stream=1).astype("int32")


def one_hot(values: Values, batch: int, width: int, dtype: str) -> np.ndarray:
    """The same, as rows of zeros and a one."""
    return np.eye(width, dtype=dtype)[classes(values, batch, width)]


def labels(values: Values, batch: int, width: int, dtype: str) -> np.ndarray:
    """0 or 1 for every output."""
    return values.integers((batch, width), 2, stream=1).astype(dtype)


def scores_and_classes(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return classes(values, batch, width), scores(values, (batch, width), dtype)


def scores_and_one_hot(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return one_hot(values, batch, width, dtype), scores(values, (batch, width), dtype)


def scores_and_labels(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return labels(values, batch, width, dtype), scores(values, (batch, width), dtype)


def sparse(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return classes(values, batch, width), distributions(values, (batch, width), dtype)


def categorical(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return one_hot(values, batch, width, dtype), distributions(values, (batch, width), dtype)


def binary(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return labels(values, batch, width, dtype), values.uniform((batch, width), dtype)


def two_distributions(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return distributions(values, (batch, width), dtype, stream=1), distributions(values, (batch, width), dtype)


def numbers(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return values.normal((batch, width), dtype, stream=1), values.normal((batch, width), dtype)


def positive_numbers(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return values.uniform((batch, width), dtype, stream=1), values.uniform((batch, width), dtype)


def whole_numbers(values: Values, batch: int, width: int, dtype: str) -> Pair:
    return values.integers((batch, width), 3, stream=1), values.integers((batch, width), 3).astype(dtype)


def values_alone(values: Values, batch: int, width: int, dtype: str) -> tuple[np.ndarray]:
    return (values.normal((batch, width), dtype),)
