"""What travels between the two processes: a JSON header and the bytes of arrays, never a pickle.

frame   magic, length of header, length of body (see `PREFIX`), header, body
header  JSON
body    the arrays one after the other, each at a multiple of 16
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

MAGIC = b"PRTY"
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER = 16 * 2**20  # as objects it may take twenty times that
KINDS = "biufc"  # of dtypes that travel: truth values and numbers
ALIGNMENT = 16

_dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_loads = json.JSONDecoder().decode
_from_buffer = np.frombuffer
_dtype = np.dtype
_copy = np.array


class WireError(Exception):
    """Bytes that are not what this protocol sends."""


class Body:
    """Collects arrays for a frame."""

    def __init__(self) -> None:
        self.chunks: list[Any] = []
        self.size = 0

    def add(self, array: np.ndarray) -> list[Any]:
        """Take the bytes of a real array of a dtype that travels; returns its place."""
        if not array.flags.c_contiguous:
            array = _copy(array, order="C")
        place = ["array", array.dtype.str, array.shape, self.size]
        self.chunks.append(array.reshape(-1).view("u1").data if array.nbytes else b"")
        padding = -array.nbytes % ALIGNMENT
        if padding:
            self.chunks.append(bytes(padding))
        self.size += array.nbytes + padding
        return place


def frame(header: Any, body: Body) -> list[Any]:
    """The chunks to write, in order."""
    text = _dumps(header).encode("ascii")
    return [PREFIX.pack(MAGIC, len(text), body.size) + text, *body.chunks]


def lengths(prefix: bytes, most: int) -> tuple[int, int]:
    """(length of header, length of body) of a frame that begins so.

    Raises:
        WireError: it is no frame, or larger than `most` bytes.
    """
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("what came back does not begin like an answer")
    if header > MAX_HEADER or body > most:
        raise WireError(f"an answer of {(header + body) / 2**20:,.0f} MiB is too large")
    return header, body


def parsed(header: bytes | bytearray) -> Any:
    """The header as plain objects.

    Raises:
        WireError: it is not JSON.
    """
    try:
        return _loads(bytes(header).decode("ascii"))
    except (ValueError, RecursionError) as problem:
        raise WireError(f"the header of the answer is not JSON: {type(problem).__name__}") from None


def array_at(place: Any, body: bytes | bytearray | memoryview) -> np.ndarray:
    """The array that `Body.add` put there, as a view of `body`.

    Raises:
        WireError: the place does not describe bytes of this body.
    """
    try:
        _, kind, shape, offset = place
        dtype = _dtype(kind) if isinstance(kind, str) and kind[1:2] in KINDS and len(kind) <= 4 else None
        sizes = [*shape, offset]
        if dtype is None or any(type(size) is not int or size < 0 for size in sizes) or len(shape) > 32:
            raise WireError("an array of the answer has no place")
        count = 1
        for size in shape:
            count *= size
        if offset + count * dtype.itemsize > len(body):
            raise WireError("an array of the answer lies outside it")
        return _from_buffer(body, dtype, count, offset).reshape(shape) if count else _copy([], dtype).reshape(shape)
    except (ValueError, TypeError) as problem:
        raise WireError(f"an array of the answer cannot be read: {problem}") from None
