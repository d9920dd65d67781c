"""Opening and reading files that somebody else wrote."""

from __future__ import annotations

import math
import os
import stat
from typing import IO, Any, BinaryIO

import numpy as np

from comparisons.errors import InputError, input_error

LARGEST_ARRAY = 512 * 2**20  # bytes; all of MNIST as float64 has 359 MiB, and what claims more is broken or hostile
_PIECE = 2**20


def reason(problem: Exception) -> str:
    """Why the system refused a path, in a few words."""
    if isinstance(problem, FileNotFoundError):
        return "no such file or folder"
    if isinstance(problem, PermissionError):
        return "permission denied"
    return getattr(problem, "strerror", None) or str(problem)


def unreadable(path: str, problem: Exception) -> InputError:
    """The error for a path that the system does not let us read."""
    denied = isinstance(problem, PermissionError)
    return input_error(
        repr(path),
        expected="a readable file or folder",
        source="--data",
        got=reason(problem),
        next_step="change its permissions" if denied else "check the path, or use --data mnist-5k",
    )


def open_regular(path: str) -> BinaryIO:
    """Open an ordinary file for reading; a pipe or device, which could block or never end, is refused.

    Raises:
        InputError: there is none, or it may not be read.
    """
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            return open(path, "rb")
    except (OSError, ValueError) as problem:  # ValueError: a null character in the path
        raise unreadable(path, problem) from problem
    raise input_error(
        repr(path),
        expected="an ordinary file",
        source="--data",
        got="a pipe or device",
        next_step="copy the data into a file",
    )


def check_size(shape: tuple[int, ...], dtype: np.dtype[Any], *, who: str) -> None:
    """Raise InputError if an array of this shape and dtype is empty or larger than any that is meant."""
    size = math.prod(shape) * dtype.itemsize
    if shape[0] < 1:
        raise input_error(
            who,
            expected="at least one sample",
            source="nothing can be compared on an empty set",
            got=f"shape {shape}",
            next_step="check how the file was written",
        )
    if size > LARGEST_ARRAY:
        raise input_error(
            who,
            expected=f"at most {LARGEST_ARRAY:,} bytes",
            source="all of MNIST as float64 has 376,320,000",
            got=f"{size:,}",
            next_step="store uint8, or fewer images",
        )


def read_at_most(stream: IO[bytes], size: int) -> bytearray:
    """Up to `size` bytes, in pieces: what is allocated is what comes, not what a header promises."""
    data = bytearray()
    while len(data) < size and (piece := stream.read(min(_PIECE, size - len(data)))):
        data += piece
    return data
