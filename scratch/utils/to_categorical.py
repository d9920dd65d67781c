"""Class numbers as one-hot rows."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array


def to_categorical(x: Array, num_classes: int | None = None) -> np.ndarray:
    """One-hot rows in float64: class numbers (batch, ...) -> (batch, ..., num_classes).

    Args:
        x: class numbers; a last axis of length 1 is dropped.
        num_classes: width; largest number + 1 unless given.

    Raises:
        ValueError: a number that is none of 0 to num_classes - 1. (Keras counts negative ones from the end.)

    Source: `keras.utils.to_categorical`.
    """
    labels = np.asarray(x, dtype="int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    width = num_classes or int(labels.max()) + 1
    if labels.size and not 0 <= labels.min() <= labels.max() < width:
        raise ValueError(f"to_categorical: expected class numbers from 0 to {width - 1}, got {labels.min()} to {labels.max()}.")
    return (labels[..., None] == np.arange(width)).astype("float64")
