"""`scaled` is `(images / 255).astype(dtype)` to the last bit, without its memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from comparisons.data import scaled

DTYPES = ["float16", "float32", "float64"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_pixel_value_is_exact(dtype: str) -> None:
    images = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    result = scaled(images, dtype)
    assert result.dtype == dtype
    assert np.array_equal(result, (images / 255).astype(dtype))
    assert (result.min(), result.max()) == (0, 1)


@pytest.mark.parametrize("dtype", DTYPES)
def test_floats_are_only_cast_and_always_copied(dtype: str) -> None:
    images = np.random.default_rng(0).normal(size=(2, 28, 28)).astype(dtype)
    result = scaled(images, dtype)
    assert np.array_equal(result, images)
    assert not np.shares_memory(result, images)
    assert np.array_equal(scaled(images, np.float32), images.astype(np.float32))


def test_strided_and_read_only_images() -> None:
    images = np.arange(256, dtype=np.uint8).reshape(16, 16)
    images.setflags(write=False)
    assert np.array_equal(scaled(images[::2, ::-3], "float32"), (images[::2, ::-3] / 255).astype("float32"))


def test_only_the_result_is_allocated() -> None:
    images = np.zeros((2000, 28, 28), np.uint8)
    tracemalloc.start()
    try:
        result = scaled(images, "float32")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.1 * result.nbytes


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="expected images as uint8 or float, got int64"):
        scaled(np.zeros((1, 28, 28), np.int64), "float32")
    with pytest.raises(TypeError, match="expected a float dtype, got uint8"):
        scaled(np.zeros((1, 28, 28), np.uint8), "uint8")
