"""Whatever bytes a file holds: a data set or an InputError, in little memory."""

from __future__ import annotations

import gzip
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.data import load
from comparisons.data.idx_files import read_idx
from comparisons.data.npz_file import read_npz
from comparisons.errors import InputError

MIB = 2**20
FUZZ = settings(max_examples=150, deadline=None, derandomize=True)  # on a busy machine time proves nothing
KEYS = {"x_train": (2, 28, 28), "y_train": (2,), "x_test": (1, 28, 28), "y_test": (1,)}
HEADER_WORDS = st.sampled_from(
    [
        "{",
        "}",
        "'descr'",
        "'shape'",
        "'fortran_order'",
        ":",
        ",",
        "'|u1'",
        "'<f8'",
        "'|O'",
        "(2,)",
        "(2, 28, 28)",
        "False",
        "None",
        "2L",
        "-1",
        "[",
        "(",
        "\n",
        "''",
        "{}",
        "'",
        "1e9",
        "\x00",
    ]
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile") / "file"


def good_npz(**replaced: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, shape in KEYS.items():
            member = io.BytesIO()
            np.save(member, np.zeros(shape, np.uint8))
            archive.writestr(f"{key}.npy", replaced.get(key, member.getvalue()))
    return file.getvalue()


def npy(header: str, data: bytes = b"", version: int = 1) -> bytes:
    text = header.encode("latin1")
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(text)) + text + data


GOOD_NPZ = good_npz()
GOOD_IDX = struct.pack(">4I", 0x803, 1, 28, 28) + bytes(784)
GOOD_GZ = gzip.compress(GOOD_IDX, mtime=0)


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """A good file with a few bytes replaced, and perhaps a stretch cut out."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    start = draw(st.integers(0, len(data)))
    del data[start : start + draw(st.integers(0, 40))]
    return bytes(data)


def message(read: Callable[[], object]) -> str:
    """What the InputError says, nothing if the file was good; any other exception fails the test."""
    try:
        read()
    except InputError as error:
        return str(error)
    return ""


@given(data=st.binary(max_size=400) | damaged(GOOD_NPZ))
@FUZZ
def test_any_bytes_as_npz(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert message(lambda: load(str(file))).isprintable()


@given(member=st.binary(max_size=200) | st.lists(HEADER_WORDS, max_size=12).map("".join).map(npy) | st.text("{}'()", max_size=200).map(npy))
@FUZZ
def test_any_bytes_as_array_in_an_npz(file: Path, member: bytes) -> None:
    file.write_bytes(good_npz(x_test=member))
    assert message(lambda: read_npz(str(file))).isprintable()


@given(
    data=st.binary(max_size=100) | damaged(GOOD_IDX) | damaged(GOOD_GZ) | st.binary(max_size=100).map(gzip.compress),
    axes=st.sampled_from([1, 3]),
)
@FUZZ
def test_any_bytes_as_idx(file: Path, data: bytes, axes: int) -> None:
    file.write_bytes(data)
    assert message(lambda: read_idx(str(file), axes=axes)).isprintable()


@contextmanager
def little_memory(limit: int = 8 * MIB) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


def refuse(read: Callable[..., Any], file: Path, data: bytes, *, match: str, **settings: Any) -> None:
    file.write_bytes(data)
    with little_memory(), pytest.raises(InputError, match=match):
        read(str(file), **settings)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("shape", [(2**31, 28, 28), (2**32 - 1,), (600_000, 28, 28), (5_000_000,)])
def test_idx_header_with_a_huge_count(file: Path, pack: Callable[[bytes], bytes], shape: tuple[int, ...]) -> None:
    data = struct.pack(f">{1 + len(shape)}I", 0x800 + len(shape), *shape) + bytes(50)
    refuse(read_idx, file, pack(data), match="expected (at most 536,870,912|[0-9,]+ bytes after the header)", axes=len(shape))


def test_gzip_bomb(file: Path) -> None:
    refuse(read_idx, file, gzip.compress(GOOD_IDX + bytes(64 * MIB)), match="got more", axes=3)


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("x_train", (2**31, 28, 28)),
        ("x_test", (600_000, 28, 28)),
        ("y_test", (2**60,)),
        ("y_test", (10**30,)),
    ],
)
def test_npz_header_with_a_huge_count(file: Path, key: str, shape: tuple[int, ...]) -> None:
    member = npy(f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}}}", bytes(50))
    refuse(read_npz, file, good_npz(**{key: member}), match="expected (at most )?[0-9,]+ bytes")


def test_npz_with_a_bomb_for_a_header(file: Path) -> None:
    member = b"\x93NUMPY\x02\x00" + struct.pack("<I", 2**32 - 1) + b" " * (64 * MIB)
    refuse(read_npz, file, good_npz(x_test=member), match="a broken one")


def test_npz_bomb_that_lies_about_its_size(file: Path) -> None:
    """The sizes that the zip file states are those of one image; what unpacks is 64 MiB."""
    honest = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 28, 28)}", bytes(784))
    bomb = honest + bytes(64 * MIB)
    data = good_npz(x_test=bomb).replace(struct.pack("<I", len(bomb)), struct.pack("<I", len(honest)))
    refuse(read_npz, file, data, match="Bad CRC-32")


def test_zip_that_claims_to_be_encrypted(file: Path) -> None:
    data = bytearray(GOOD_NPZ)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    refuse(read_npz, file, bytes(data), match="a broken one: .*encrypted")
