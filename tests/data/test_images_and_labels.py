"""What images and labels may be, whatever file they come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import Dataset, load

Arrays = dict[str, Any]
Refused = Callable[..., str]


@pytest.fixture
def loaded(tmp_path: Path, arrays: Arrays) -> Callable[..., Dataset]:
    """`loaded(x_test=...)`: the small data set through a file, with some arrays replaced."""

    def loaded(**changes: Any) -> Dataset:
        np.savez(tmp_path / "own.npz", **{**arrays, **changes})
        return load(str(tmp_path / "own.npz"))

    return loaded


def pixel(value: object, dtype: str) -> Any:
    images = np.zeros((3, 28, 28), dtype=dtype)
    images[1, 2, 3] = value
    return images


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("order", "<>")
def test_scaled_floats_stay(loaded: Callable[..., Dataset], arrays: Arrays, dtype: str, order: str) -> None:
    scaled = {key: (arrays[key] / 255).astype(f"{order}{dtype}") for key in ("x_train", "x_test")}
    data = loaded(**scaled)
    assert data.x_train.dtype == np.dtype(dtype)
    assert data.x_train.dtype.isnative
    assert np.array_equal(data.x_train, scaled["x_train"])


def test_standardised_floats_stay(loaded: Callable[..., Dataset], arrays: Arrays) -> None:
    standard = {key: (arrays[key] - 33.3) / 78.6 for key in ("x_train", "x_test")}
    assert np.array_equal(loaded(**standard).x_test, standard["x_test"])


@pytest.mark.parametrize("dtype", ["int16", "uint16", "int64", "float16", "float64"])
def test_whole_pixels_become_uint8(loaded: Callable[..., Dataset], arrays: Arrays, dtype: str) -> None:
    data = loaded(x_train=arrays["x_train"].astype(dtype), x_test=arrays["x_test"].astype(dtype))
    assert data.x_train.dtype == data.x_test.dtype == np.uint8
    assert data.sha256 == Dataset("own", **arrays).sha256


def test_black_and_white_floats_stay(loaded: Callable[..., Dataset], arrays: Arrays) -> None:
    binary = {key: (arrays[key] > 127).astype(np.float32) for key in ("x_train", "x_test")}
    assert np.array_equal(loaded(**binary).x_train, binary["x_train"])
    assert loaded(**binary).x_train.dtype == np.float32


def test_black_test_images_follow_the_training_images(loaded: Callable[..., Dataset], arrays: Arrays) -> None:
    black = np.zeros((3, 28, 28))
    assert loaded(x_train=arrays["x_train"].astype(float), x_test=black).x_test.dtype == np.uint8
    assert loaded(x_train=arrays["x_train"] / 255, x_test=black).x_test.dtype == np.float64


def test_unscaled_fractions_are_refused(refused_npz: Refused, arrays: Arrays) -> None:
    message = refused_npz(x_test=pixel(127.5, "float32"))
    assert "x_test: expected whole pixels 0 to 255, or floats scaled to [0, 1] (grey values), got 127.5 at index [1, 2, 3]" in message
    assert "x_train: expected whole pixels" in refused_npz(x_train=arrays["x_train"].astype(float), x_test=arrays["x_test"] / 255)


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (np.nan, "float32", "finite pixels"),
        (np.inf, "float64", "finite pixels"),
        (-np.inf, "float16", "finite pixels"),
        (256, "int16", "pixels 0 to 255"),
        (-1, "int8", "pixels 0 to 255"),
        (2**63, "uint64", "pixels 0 to 255"),
    ],
)
def test_bad_pixel_is_located(refused_npz: Refused, value: float, dtype: str, expected: str) -> None:
    images = pixel(value, dtype)
    assert f"x_test: expected {expected} (grey values), got {images[1, 2, 3]} at index [1, 2, 3];" in refused_npz(x_test=images)


@pytest.mark.parametrize("shape", [(3, 27, 28), (3, 28, 28, 1), (3, 783), (784,), (28, 28), (), (3, 0, 0)])
@pytest.mark.parametrize("key", ["x_train", "x_test"])
def test_shape_of_images_is_named(refused_npz: Refused, shape: tuple[int, ...], key: str) -> None:
    message = refused_npz(**{key: np.zeros(shape, np.uint8)})
    assert f"data.npz' {key}: expected shape (N, 28, 28) or (N, 784) (the size of MNIST's images), got shape {shape};" in message


@pytest.mark.parametrize("dtype", ["complex64", "bool", "U1", "S1", "datetime64[s]", [("pixel", "u1")]])
def test_dtype_of_images_is_named(refused_npz: Refused, dtype: Any) -> None:
    images = np.zeros((3, 28, 28), dtype)
    message = refused_npz(x_test=images)
    assert f"x_test: expected dtype uint8, float16, float32 or float64 (images are numbers), got dtype {images.dtype};" in message


@pytest.mark.parametrize("dtype", ["int8", "int64", ">u2", "uint64"])
def test_labels_of_any_integer_type(loaded: Callable[..., Dataset], arrays: Arrays, dtype: str) -> None:
    data = loaded(y_train=arrays["y_train"].astype(dtype))
    assert data.y_train.dtype == np.uint8
    assert np.array_equal(data.y_train, arrays["y_train"])


@pytest.mark.parametrize(
    ("labels", "got"),
    [
        (np.array([1, 10, 11]), "10 at index 1"),
        (np.array([1, 2, -1]), "-1 at index 2"),
        (np.array([255, 2, 1], np.uint8), "255 at index 0"),
        (np.array([1, 2**63, 1], np.uint64), "9223372036854775808 at index 1"),
    ],
)
def test_label_out_of_range_is_located(refused_npz: Refused, labels: Any, got: str) -> None:
    assert f"y_test: expected labels 0 to 9 (the ten digits), got {got};" in refused_npz(y_test=labels)


@pytest.mark.parametrize("dtype", ["float32", "bool", "U1"])
def test_labels_must_be_integers(refused_npz: Refused, dtype: str) -> None:
    message = refused_npz(y_train=np.zeros(6, dtype))
    assert f"y_train: expected an integer dtype (the labels are the digits 0 to 9), got dtype {np.dtype(dtype)};" in message


def test_shape_of_labels_is_named(refused_npz: Refused) -> None:
    message = refused_npz(y_test=[[1], [2], [3]])
    assert "y_test: expected shape (N,) (one label an image), got shape (3, 1); store the labels as one row." in message
    assert "got shape (6, 10); turn one-hot rows into labels with .argmax(axis=1)." in refused_npz(y_train=np.eye(6, 10, dtype=int))
    assert "got shape ();" in refused_npz(y_train=np.uint8(3))


@pytest.mark.parametrize(("key", "shape"), [("x_train", (0, 28, 28)), ("x_test", (0, 784)), ("y_train", (0,)), ("y_test", (0,))])
def test_empty_sets(refused_npz: Refused, key: str, shape: tuple[int, ...]) -> None:
    message = refused_npz(**{key: np.zeros(shape, np.uint8)})
    assert f"{key}: expected at least one sample (nothing can be compared on an empty set), got shape {shape};" in message


def test_counts_of_images_and_labels(refused_npz: Refused) -> None:
    message = refused_npz(y_train=np.zeros(5, np.uint8))
    assert "data.npz': expected as many labels in y_train as images in x_train (they belong together), got 5 labels and 6 images" in message


def test_array_that_is_too_large(refused_npz: Refused, arrays: Arrays, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comparisons.data.files.LARGEST_ARRAY", arrays["x_train"].nbytes)
    assert "x_train: expected at most 4,704 bytes" in refused_npz(x_train=arrays["x_train"].astype("i2"))
    assert "y_train: expected at most 4,704 bytes" in refused_npz(y_train=np.zeros(4705, np.uint8))
