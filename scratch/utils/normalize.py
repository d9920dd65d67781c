"""Vectors of length 1."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array


def normalize(x: Array, axis: int = -1, order: float = 2) -> np.ndarray:
    """x divided by its norm along `axis`, where that is not 0.

    Args:
        x: numbers.
        axis: of the vectors.
        order: of the norm; 2 is Euclid's.

    Source: `keras.utils.normalize`, which for `axis=0` divides by the norms of columns laid along rows.
    """
    x = np.asarray(x)
    norm = np.linalg.norm(x, order, axis, keepdims=True)
    return x / np.where(norm == 0, 1, norm)
