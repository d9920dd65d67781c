"""Keras's small helpers."""

from __future__ import annotations

import numpy as np

from scratch.config import set_random_seed
from scratch.differentiable import Array

__all__ = ["set_random_seed", "to_categorical"]


def to_categorical(x: Array, num_classes: int | None = None) -> np.ndarray:
    """One-hot rows in float64: class numbers (batch, ...) -> (batch, ..., num_classes).

    Args:
        x: class numbers; a last axis of length 1 is dropped.
        num_classes: width; largest number + 1 unless given.

    Source: `keras.utils.to_categorical`.
    """
    labels = np.asarray(x, dtype="int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    width = int(labels.max()) + 1 if num_classes is None else num_classes
    return (labels[..., None] == np.arange(width)).astype("float64")
