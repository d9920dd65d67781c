"""Labels: what they must be, whatever file they come from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.data.files import check_size
from comparisons.errors import input_error

CLASSES = 10


def check_labels(shape: tuple[int, ...], dtype: np.dtype[Any], *, who: str) -> None:
    """Raise InputError unless labels may have this shape and dtype; takes no array, so a header is enough."""
    if len(shape) != 1:
        one_hot = len(shape) == 2 and shape[1] == CLASSES
        raise input_error(
            who,
            expected="shape (N,)",
            source="one label an image",
            got=f"shape {shape}",
            next_step="turn one-hot rows into labels with .argmax(axis=1)" if one_hot else "store the labels as one row",
        )
    if dtype.kind not in "iu":
        raise input_error(
            who,
            expected="an integer dtype",
            source="the labels are the digits 0 to 9",
            got=f"dtype {dtype}",
            next_step="convert them with .astype('uint8')",
        )
    check_size(shape, dtype, who=who)


def as_labels(array: NDArray[Any], *, who: str) -> NDArray[np.uint8]:
    """Labels of any integer dtype as uint8.

    Raises:
        InputError: shape or dtype cannot be labels, or a value is not one of 0..9.
    """
    check_labels(array.shape, array.dtype, who=who)
    outside = (array < 0) | (array >= CLASSES)
    if outside.any():
        index = int(outside.argmax())
        raise input_error(
            who,
            expected=f"labels 0 to {CLASSES - 1}",
            source="the ten digits",
            got=f"{array[index]} at index {index}",
            next_step="remove or relabel the samples that are no digits",
        )
    return array.astype(np.uint8)
