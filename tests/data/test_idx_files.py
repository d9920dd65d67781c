"""Data sets in MNIST's four IDX files, good and bad."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import load

Refused = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, arrays: dict[str, Any], write_idx: Callable[..., Path]) -> Path:
    return write_idx(tmp_path / "idx", arrays)


@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_round_trip(tmp_path: Path, arrays: dict[str, Any], write_idx: Callable[..., Path], dotted: bool, packed: bool) -> None:
    data = load(str(write_idx(tmp_path / "idx", arrays, dotted=dotted, packed=packed)))
    assert data.name == "idx"
    for key, array in arrays.items():
        assert np.array_equal(getattr(data, key), array)


def test_name_of_a_folder_with_a_slash(folder: Path) -> None:
    assert load(f"{folder}/").name == "idx"


def test_compression_is_seen_by_content_not_by_name(folder: Path, arrays: dict[str, Any]) -> None:
    labels = folder / "train-labels-idx1-ubyte"
    labels.rename(f"{labels}.gz")
    images = folder / "t10k-images-idx3-ubyte"
    images.write_bytes(gzip.compress(images.read_bytes()))
    data = load(str(folder))
    assert np.array_equal(data.y_train, arrays["y_train"])
    assert np.array_equal(data.x_test, arrays["x_test"])


def test_folders_named_like_files_are_passed_over(folder: Path) -> None:
    (folder / "train-images-idx3-ubyte").rename(folder / "train-images.idx3-ubyte")
    (folder / "train-images-idx3-ubyte").mkdir()
    assert len(load(str(folder)).x_train) == 6


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_missing_file_is_named(folder: Path, refused: Refused, name: str) -> None:
    (folder / name).unlink()
    assert f"idx': expected the file {name} or {name}.gz (MNIST's four IDX files), got a folder without it" in refused(folder)


def test_count_against_bytes(folder: Path, refused: Refused) -> None:
    file = folder / "train-images-idx3-ubyte"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    expected = "expected 4,704 bytes after the header, which says 6 x 28 x 28 (the IDX format), got "
    assert f"train-images-idx3-ubyte': {expected}4,703;" in refused(folder)
    file.write_bytes(whole + b"?")
    assert expected + "more;" in refused(folder)


@pytest.mark.parametrize(
    ("data", "got"),
    [
        (b"", "the bytes (none), then the end"),
        (b"\0\0\x08\x03\0\0", "the bytes 00 00 08 03, then the end"),
        (struct.pack(">4I", 0x801, 6, 28, 28), "the bytes 00 00 08 01"),
        (struct.pack(">4I", 0xD03, 6, 28, 28), "the bytes 00 00 0d 03"),
        (struct.pack("<4I", 0x803, 6, 28, 28), "the bytes 03 08 00 00"),
    ],
)
def test_wrong_magic_or_short_header(folder: Path, refused: Refused, data: bytes, got: str) -> None:
    (folder / "train-images-idx3-ubyte").write_bytes(data)
    assert f"expected magic number 0x00000803 and 3 lengths (the IDX format), got {got};" in refused(folder)


def test_swapped_files(folder: Path, refused: Refused) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes((folder / "t10k-images-idx3-ubyte").read_bytes())
    assert "t10k-labels-idx1-ubyte': expected magic number 0x00000801" in refused(folder)


def test_wrong_size_of_images(folder: Path, refused: Refused) -> None:
    (folder / "t10k-images-idx3-ubyte").write_bytes(struct.pack(">4I", 0x803, 3, 27, 28) + bytes(3 * 27 * 28))
    message = refused(folder)
    assert "t10k-images-idx3-ubyte': expected shape (N, 28, 28) or (N, 784) (the size of MNIST's images), got shape (3, 27, 28)" in message


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_empty(folder: Path, refused: Refused, name: str) -> None:
    axes = (0, 28, 28) if "images" in name else (0,)
    (folder / name).write_bytes(struct.pack(f">{1 + len(axes)}I", 0x800 + len(axes), *axes))
    assert "expected at least one sample" in refused(folder)


def test_counts_of_images_and_labels(folder: Path, refused: Refused) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 0x801, 2) + b"\1\2")
    message = refused(folder)
    assert "idx': expected as many labels in y_test as images in x_test (they belong together), got 2 labels and 3 images" in message


def test_truncated_gzip_anywhere(folder: Path, refused: Refused) -> None:
    file = folder / "train-images-idx3-ubyte"
    whole = gzip.compress(file.read_bytes())
    for size in range(2, len(whole), 101):
        file.write_bytes(whole[:size])
        assert "expected a whole IDX file (MNIST's format), got a gzip file that ends too early" in refused(folder)


def test_damaged_gzip(folder: Path, refused: Refused) -> None:
    file = folder / "train-images-idx3-ubyte"
    whole = gzip.compress(file.read_bytes())
    for damaged in (whole[:-8] + bytes(8), whole + b"?", whole[:10] + b"\xff" * 20 + whole[30:]):
        file.write_bytes(damaged)
        assert "got a broken one (" in refused(folder)
