"""Data sets in one .npz file, good and bad."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comparisons.data import load

Arrays = dict[str, Any]
Refused = Callable[..., str]


def write_members(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def npy(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_round_trip(tmp_path: Path, arrays: Arrays, save: Callable[..., None]) -> None:
    save(tmp_path / "own.npz", **arrays)
    data = load(str(tmp_path / "own.npz"))
    assert data.name == "own.npz"
    for key, array in arrays.items():
        assert np.array_equal(getattr(data, key), array)
        assert getattr(data, key).dtype == np.uint8


def test_name_needs_no_suffix(tmp_path: Path, arrays: Arrays) -> None:
    np.savez(tmp_path / "own.npz", **arrays)
    (tmp_path / "own.npz").rename(tmp_path / "own data")
    assert load(str(tmp_path / "own data")).name == "own data"


def test_missing_keys_are_named(refused_npz: Refused) -> None:
    message = refused_npz(y_train=None, x_test=None, images=np.zeros(2))
    assert "data.npz': expected keys x_train, y_train, x_test, y_test (Keras's mnist.npz)" in message
    assert "got no y_train, x_test but 'x_train', 'y_test', 'images'; save it with numpy.savez(path, x_train=" in message


def test_many_and_strange_keys_stay_one_line(tmp_path: Path, refused: Refused) -> None:
    members = {f"line\n{number}" + "x" * 100: b"" for number in range(100)}
    message = refused(write_members(tmp_path / "many.npz", members))
    assert "and 92 more" in message
    assert len(message) < 900
    assert "but nothing;" in refused(write_members(tmp_path / "none.npz", {}))


@pytest.mark.parametrize("data", [b"", b"hello", npy(np.zeros(3)), b"\x1f\x8b\x08"])
def test_not_an_npz(tmp_path: Path, refused: Refused, data: bytes) -> None:
    (tmp_path / "own.npz").write_bytes(data)
    assert "own.npz': expected an .npz file (--data PATH), got another or a truncated format" in refused(tmp_path / "own.npz")


def test_truncated_anywhere(tmp_path: Path, arrays: Arrays, refused: Refused) -> None:
    np.savez_compressed(tmp_path / "own.npz", **arrays)
    whole = (tmp_path / "own.npz").read_bytes()
    for size in range(0, len(whole), 97):
        (tmp_path / "own.npz").write_bytes(whole[:size])
        assert "truncated" in refused(tmp_path / "own.npz")


def test_flipped_bit_is_noticed(tmp_path: Path, arrays: Arrays, refused: Refused) -> None:
    np.savez(tmp_path / "own.npz", **arrays)
    data = bytearray((tmp_path / "own.npz").read_bytes())
    data[data.index(arrays["x_train"][0].tobytes()) + 100] ^= 1
    (tmp_path / "own.npz").write_bytes(data)
    assert "a broken one: Bad CRC-32" in refused(tmp_path / "own.npz")


def test_objects_are_never_unpickled(refused_npz: Refused, arrays: Arrays) -> None:
    message = refused_npz(y_train=arrays["y_train"].astype(object))
    assert "y_train: expected an array of numbers (pickled objects could run code and are never loaded), got an object array" in message


@pytest.mark.parametrize("member", [b"", b"text", b"\x93NUMPY", b"\x93NUMPY\x09\x00\x10\x00{}", b"\x93NUMPY\x01\x00\x04\x00{[(]"])
def test_broken_member(tmp_path: Path, arrays: Arrays, refused: Refused, member: bytes) -> None:
    members = {f"{key}.npy": npy(array) for key, array in arrays.items()}
    assert "a broken one" in refused(write_members(tmp_path / "own.npz", {**members, "x_test.npy": member}))


def test_member_shorter_or_longer_than_its_header(tmp_path: Path, arrays: Arrays, refused: Refused) -> None:
    members = {f"{key}.npy": npy(array) for key, array in arrays.items()}
    for data in (members["x_test.npy"][:-1], members["x_test.npy"] + b"?"):
        message = refused(write_members(tmp_path / "own.npz", {**members, "x_test.npy": data}))
        assert f"x_test: expected {len(members['x_test.npy']):,} bytes (its own header), got {len(data):,};" in message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression(tmp_path: Path, arrays: Arrays, refused: Refused, method: int) -> None:
    members = {f"{key}.npy": npy(array) for key, array in arrays.items()}
    assert f"got zip compression {method}" in refused(write_members(tmp_path / "own.npz", members, method))
