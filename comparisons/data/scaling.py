"""From pixels to the numbers a network is given."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LARGEST_PIXEL = 255


def scaled(images: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """Pixels 0..255 as x / 255, divided in float64 and rounded once, as `(images / 255).astype(dtype)` does.

    Only the result is allocated; the division goes through NumPy's small buffer.

    Args:
        images: of any shape; uint8 is divided, floats count as scaled already and are only cast.
        dtype: a float type.

    Returns:
        A new array shaped like `images`; uint8 gives values in [0, 1].

    Raises:
        TypeError: `images` is neither uint8 nor float, or `dtype` is not a float type.
    """
    target = np.dtype(dtype)
    if target.kind != "f":
        raise TypeError(f"scaled: expected a float dtype, got {target}.")
    if images.dtype.kind == "f":
        return images.astype(target)
    if images.dtype != np.uint8:
        raise TypeError(f"scaled: expected images as uint8 or float, got {images.dtype}.")
    result = np.empty(images.shape, dtype=target)
    np.divide(images, LARGEST_PIXEL, out=result, dtype=np.float64, casting="same_kind")
    return result


def standardized(train: NDArray[Any], test: NDArray[Any], dtype: DTypeLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """(x - mean) / standard deviation of every feature, both taken from the training samples alone, in float64.

    Args:
        train, test: (N, ...) numbers; a feature that does not vary becomes 0.
        dtype: a float type.
    """
    wide = train.astype(np.float64)
    mean, deviation = wide.mean(axis=0), wide.std(axis=0)
    deviation[deviation == 0] = 1
    first, second = ((x - mean) / deviation for x in (wide, test.astype(np.float64)))
    return first.astype(dtype), second.astype(dtype)
