"""Data sets in the four IDX files that MNIST was published in.

IDX: big-endian 32-bit words - magic 0x0000TTDD (TT = 08: unsigned bytes; DD: number of axes), then the length of every
axis - followed by the bytes, last axis fastest.
"""

from __future__ import annotations

import gzip
import math
import os
import struct
import zlib
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from comparisons.data.files import open_regular, read_at_most, unreadable
from comparisons.data.images import check_images
from comparisons.data.labels import check_labels
from comparisons.errors import InputError, in_short, input_error

FILES = {"x_train": ("train-images", 3), "y_train": ("train-labels", 1), "x_test": ("t10k-images", 3), "y_test": ("t10k-labels", 1)}
_UNSIGNED_BYTES = 0x800
_GZIP_MAGIC = b"\x1f\x8b"


def read_idx_folder(folder: str) -> dict[str, NDArray[Any]]:
    """The four arrays of a folder of IDX files, plain or gzip, spelled `train-images-idx3-ubyte` or `train-images.idx3-ubyte`.

    Raises:
        InputError: the folder or a file cannot be read, a file is missing, or is not what its name says.
    """
    try:
        with os.scandir(folder) as entries:
            names = {entry.name for entry in entries if entry.is_file()}
    except OSError as problem:
        raise unreadable(folder, problem) from problem
    paths = {key: _find(folder, names, stem=stem, axes=axes) for key, (stem, axes) in FILES.items()}
    return {key: read_idx(path, axes=FILES[key][1]) for key, path in paths.items()}


def _find(folder: str, names: set[str], *, stem: str, axes: int) -> str:
    for name in (f"{stem}{mark}idx{axes}-ubyte{suffix}" for suffix in ("", ".gz") for mark in "-."):
        if name in names:
            return os.path.join(folder, name)
    raise input_error(
        repr(folder),
        expected=f"the file {stem}-idx{axes}-ubyte or {stem}-idx{axes}-ubyte.gz",
        source="MNIST's four IDX files",
        got="a folder without it",
        next_step="add it, or give the path of an .npz file",
    )


def read_idx(path: str, *, axes: int) -> NDArray[np.uint8]:
    """One IDX file of unsigned bytes: images with 3 axes, (N, 28, 28), or labels with 1, (N,).

    Raises:
        InputError: it cannot be read, or header and content do not fit together.
    """
    with open_regular(path) as file:
        try:
            return _read(_unpacked(file), path, axes=axes)
        except (EOFError, OSError, zlib.error) as problem:
            broken = "a gzip file that ends too early" if isinstance(problem, EOFError) else f"a broken one ({in_short(problem)})"
            raise input_error(
                repr(path), expected="a whole IDX file", source="MNIST's format", got=broken, next_step="copy or download it again"
            ) from problem


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    packed = file.read(2) == _GZIP_MAGIC  # by content, since some browsers unpack a .gz and keep its name
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[return-value]  # it reads like any binary file


def _read(stream: IO[bytes], path: str, *, axes: int) -> NDArray[np.uint8]:
    header = read_at_most(stream, 4 * (1 + axes))
    magic = int.from_bytes(header[:4], "big")
    if len(header) < 4 * (1 + axes) or magic != _UNSIGNED_BYTES + axes:
        raise _content_error(
            path,
            expected=f"magic number 0x{_UNSIGNED_BYTES + axes:08x} and {axes} lengths",
            got=f"the bytes {header[:4].hex(' ') or '(none)'}{'' if len(header) >= 4 * (1 + axes) else ', then the end'}",
        )
    shape = struct.unpack(f">{axes}I", header[4:])
    (check_images if axes > 1 else check_labels)(shape, np.dtype(np.uint8), who=repr(path))
    size = math.prod(shape)
    data = read_at_most(stream, size + 1)
    if len(data) != size:
        raise _content_error(
            path,
            expected=f"{size:,} bytes after the header, which says {' x '.join(map(str, shape))}",
            got="more" if len(data) > size else f"{len(data):,}",
        )
    return np.frombuffer(data, dtype=np.uint8).reshape(shape)


def _content_error(path: str, *, expected: str, got: str) -> InputError:
    return input_error(repr(path), expected=expected, source="the IDX format", got=got, next_step="copy or download it again")
