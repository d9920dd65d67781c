"""Arrays laid out for speed, and on their way from one library to another."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from scratch import config
from scratch.differentiable import Array, namespace

CACHE_LINE = 64  # bytes


def aligned_zeros_like(a: Array) -> Array:
    """Zeros like `a`, beginning at a cache line.

    Vector instructions that straddle cache lines take up to twice as long, and NumPy promises 16 bytes only.
    Arrays of another library are left to it.
    """
    if not isinstance(a, np.ndarray):
        return namespace(a).zeros_like(a)
    memory = np.zeros(a.nbytes + CACHE_LINE, dtype=np.uint8)
    start = -memory.ctypes.data % CACHE_LINE
    return memory[start : start + a.nbytes].view(a.dtype).reshape(a.shape)


def in_default_library(x: np.ndarray) -> Array:
    """`x` as an array of the library that `scratch.config.array_namespace` says."""
    xp = config.array_namespace()
    return x if xp is np else xp.asarray(x)


def to_numpy(x: Array) -> np.ndarray:
    """`x` as a NumPy array: itself, if it is one."""
    if isinstance(x, (np.ndarray, np.generic)) or not hasattr(x, "__array_namespace__"):
        return np.asarray(x)
    return x.get() if hasattr(x, "get") else np.from_dlpack(x)  # get: CuPy's way from the GPU


def reshaped(x: Array, shape: tuple[int, ...]) -> Array:
    """`x` in another shape; NumPy's method is twice as fast as its function."""
    return x.reshape(shape) if type(x) is np.ndarray else namespace(x).reshape(x, shape)


def rows_of(x: Array) -> Array:
    """All axes but the last as one: (..., n) -> (rows, n)."""
    return x if x.ndim == 2 else reshaped(x, (math.prod(x.shape[:-1]), x.shape[-1]))


def largest(x: Array, axis: int | None = -1) -> Array:
    """Maxima along `axis`, which stays as an axis of length 1. NumPy's method takes half as long as its function on a small batch."""
    return x.max(axis=axis, keepdims=True) if type(x) is np.ndarray else namespace(x).max(x, axis=axis, keepdims=True)


def total(x: Array, axis: int | None = -1) -> Array:
    """Sums along `axis`, which stays as an axis of length 1; see `largest`."""
    return x.sum(axis=axis, keepdims=True) if type(x) is np.ndarray else namespace(x).sum(x, axis=axis, keepdims=True)


def into(out: Array, function: Callable[..., Array], *arguments: Array) -> Array:
    """`out[...] = function(*arguments)`, without an array in between where the library can do that."""
    if isinstance(out, np.ndarray):
        return function(*arguments, out=out)
    out[...] = function(*arguments)
    return out
