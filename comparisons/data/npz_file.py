"""Data sets in one .npz file with Keras's keys. Nothing in the file is trusted: no pickle, no size it only claims."""

from __future__ import annotations

import io
import math
import zipfile
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from comparisons.data.dataset import KEYS
from comparisons.data.files import open_regular
from comparisons.data.images import check_images
from comparisons.data.labels import check_labels
from comparisons.errors import InputError, in_short, input_error

_LONGEST_HEADER = 2**14  # bytes; an array that is no structure needs 128
_SAVE = "numpy.savez(path, x_train=..., y_train=..., x_test=..., y_test=...)"
_KNOWN_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks the others in one unlimited go
_SHOWN_KEYS = 8


def read_npz(path: str) -> dict[str, NDArray[Any]]:
    """The four arrays of an `mnist.npz`; shape and dtype are checked before anything is allocated.

    Raises:
        InputError: it cannot be opened, is no .npz file, lacks a key, or holds what cannot be images or labels.
    """
    with open_regular(path) as file:
        try:
            return _read(file, path)
        except InputError:
            raise
        except Exception as problem:  # of a broken file, zipfile and NumPy raise a dozen types, from struct.error to TokenError
            raise input_error(
                repr(path),
                expected="an .npz file",
                source="--data PATH",
                got=f"a broken one: {in_short(problem)}",
                next_step="write or copy it again",
            ) from problem


def _read(file: BinaryIO, path: str) -> dict[str, NDArray[Any]]:
    if not zipfile.is_zipfile(file):
        raise input_error(
            repr(path),
            expected="an .npz file",
            source="--data PATH",
            got="another or a truncated format",
            next_step=f"write it with {_SAVE}, or for IDX files give their folder",
        )
    with zipfile.ZipFile(file) as archive:
        members = _members(archive, path)
        for key, info in members.items():
            _check_header(archive, info, who=f"{path!r} {key}", images=key.startswith("x"))
        return {key: _array(archive, info) for key, info in members.items()}


def _members(archive: zipfile.ZipFile, path: str) -> dict[str, zipfile.ZipInfo]:
    found = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
    missing = [key for key in KEYS if key not in found]
    if missing:
        raise input_error(
            repr(path),
            expected=f"keys {', '.join(KEYS)}",
            source="Keras's mnist.npz",
            got=f"no {', '.join(missing)} but {_listed(list(found))}",
            next_step=f"save it with {_SAVE}",
        )
    return {key: found[key] for key in KEYS}


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:_SHOWN_KEYS])
    return f"{shown} and {len(names) - _SHOWN_KEYS} more" if len(names) > _SHOWN_KEYS else shown or "nothing"


def _check_header(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, who: str, images: bool) -> None:
    if info.compress_type not in _KNOWN_COMPRESSION:
        raise input_error(
            who,
            expected="an array that is stored or deflated",
            source="as numpy.savez writes it",
            got=f"zip compression {info.compress_type}",
            next_step=f"save it with {_SAVE}",
        )
    shape, dtype, start = _shape_dtype_start(archive, info)
    if dtype.hasobject:
        raise input_error(
            who,
            expected="an array of numbers",
            source="pickled objects could run code and are never loaded",
            got="an object array",
            next_step="save it with a number dtype, such as .astype('uint8')",
        )
    (check_images if images else check_labels)(shape, dtype, who=who)
    promised = start + math.prod(shape) * dtype.itemsize
    if promised != info.file_size:
        got = f"{info.file_size:,}"
        raise input_error(who, expected=f"{promised:,} bytes", source="its own header", got=got, next_step="write or copy the file again")


def _shape_dtype_start(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[tuple[int, ...], np.dtype[Any], int]:
    with archive.open(info) as stream:
        header = io.BytesIO(stream.read(_LONGEST_HEADER))
    version = np.lib.format.read_magic(header)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(header)
    return shape, dtype, header.tell()


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> NDArray[Any]:
    with archive.open(info) as stream:
        array: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    return array
