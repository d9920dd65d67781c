"""Images: what they must be, whatever file they come from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.data.files import check_size
from comparisons.data.scaling import LARGEST_PIXEL
from comparisons.errors import InputError, input_error

SIDE = 28
_WIDEST_FLOAT = 8  # bytes; longdouble is another type on every platform


def check_images(shape: tuple[int, ...], dtype: np.dtype[Any], *, who: str) -> None:
    """Raise InputError unless images may have this shape and dtype; takes no array, so a header is enough."""
    if shape[1:] not in ((SIDE, SIDE), (SIDE * SIDE,)):
        raise input_error(
            who,
            expected=f"shape (N, {SIDE}, {SIDE}) or (N, {SIDE * SIDE})",
            source="the size of MNIST's images",
            got=f"shape {shape}",
            next_step=f"crop, pad or reshape the images to {SIDE} x {SIDE}",
        )
    if dtype.kind not in "iuf" or (dtype.kind == "f" and dtype.itemsize > _WIDEST_FLOAT):
        raise input_error(
            who,
            expected="dtype uint8, float16, float32 or float64",
            source="images are numbers",
            got=f"dtype {dtype}",
            next_step="convert them with .astype('uint8')",
        )
    check_size(shape, dtype, who=who)


def as_images(array: NDArray[Any], *, who: str) -> NDArray[Any]:
    """Images as (N, 28, 28): integers as uint8, floats in the machine's byte order.

    Raises:
        InputError: shape or dtype cannot be images, an integer is not in 0..255, or a float is NaN or infinite.
    """
    check_images(array.shape, array.dtype, who=who)
    array = np.ascontiguousarray(array).reshape(-1, SIDE, SIDE)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind == "f":
        good, expected = np.isfinite(array), "finite pixels"
        result = array.astype(array.dtype.newbyteorder("="), copy=False)
    else:
        good, expected = (array >= 0) & (array <= LARGEST_PIXEL), f"pixels 0 to {LARGEST_PIXEL}"
        result = array.astype(np.uint8)
    if not good.all():
        raise _pixel_error(array, ~good, who=who, expected=expected, next_step="repair or remove that image")
    return result


def in_one_scale(images: dict[str, NDArray[Any]], *, who: str) -> dict[str, NDArray[Any]]:
    """Floats that are whole pixels 0..255 as the uint8 they were; other floats stay, if they are scaled already.

    All arrays are judged together: one that is only black or white could be either.

    Args:
        images: arrays from `as_images`, by key.
        who: the file, for the error message.

    Raises:
        InputError: floats that are neither: none is negative, one is above 1 and not all are whole.
    """
    floats = {key: array for key, array in images.items() if array.dtype.kind == "f"}
    if any(array.max() > 1 for array in floats.values()) and all(_is_whole(array) for array in floats.values()):
        return {key: array.astype(np.uint8, copy=False) for key, array in images.items()}
    for key, array in floats.items():
        if array.min() >= 0 and array.max() > 1:
            raise _pixel_error(
                array,
                array > 1,
                who=f"{who} {key}",
                expected="whole pixels 0 to 255, or floats scaled to [0, 1]",
                next_step="divide the images by 255 and save them again",
            )
    return images


def _is_whole(array: NDArray[Any]) -> bool:
    in_range = bool(array.min() >= 0 and array.max() <= LARGEST_PIXEL)
    return in_range and bool((array.astype(np.uint8) == array).all())


def _pixel_error(array: NDArray[Any], wrong: NDArray[np.bool_], *, who: str, expected: str, next_step: str) -> InputError:
    index = tuple(map(int, np.unravel_index(int(wrong.argmax()), wrong.shape)))
    return input_error(who, expected=expected, source="grey values", got=f"{array[index]} at index {list(index)}", next_step=next_step)
