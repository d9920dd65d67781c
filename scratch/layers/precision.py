"""Sums that stay accurate: half precision is widened, long columns are summed in blocks."""

from __future__ import annotations

import math

import numpy as np

from scratch.differentiable import Array, namespace

BLOCK = 128  # rows: about the square root of the longest sums met, which is where rounding is least


def widened(x: Array, dtype: str) -> Array:
    """`x` in float32 if `dtype` is float16, whose range and 11 bits are too small for statistics; else as it is."""
    return namespace(x).astype(x, namespace(x).float32) if dtype == "float16" else x


def narrowed(x: Array, dtype: str) -> Array:
    """Back to float16 after `widened`."""
    return namespace(x).astype(x, namespace(x).float16) if dtype == "float16" else x


def sum_of_rows(rows: Array) -> Array:
    """Sum over the first of two axes: (rows, columns) -> (columns,)."""
    if rows.shape[0] <= 2 * BLOCK:
        # what training a small network comes to: no time to lose
        return rows.sum(axis=0) if type(rows) is np.ndarray else namespace(rows).sum(rows, axis=0)
    return _sum_middle(rows[None, ...])[0, ...]


def sum_over(x: Array, axes: tuple[int, ...]) -> Array:
    """Sum over `axes` (none of them negative, ascending), which stay as axes of length 1."""
    xp, shape = namespace(x), list(x.shape)
    for first, last in _runs(axes):
        sizes = (math.prod(shape[:first]), math.prod(shape[first : last + 1]), math.prod(shape[last + 1 :]))
        x = _sum_middle(xp.reshape(x, sizes))
        shape[first : last + 1] = [1] * (last + 1 - first)
    return xp.reshape(x, tuple(shape))


def _runs(axes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Runs of neighbouring axes as (first, last): (0, 1, 3) -> [(0, 1), (3, 3)]."""
    starts = [a for a in axes if a - 1 not in axes]
    return list(zip(starts, [a for a in axes if a + 1 not in axes]))


def _sum_middle(x: Array) -> Array:
    """(outer, n, inner) -> (outer, inner).

    Added up one after the other, n numbers of like sign lose some sqrt(n) ulps; block by block some sqrt(BLOCK). The blocks
    are summed by matrix products, since those are several times faster than `sum` where `inner` is short.
    """
    xp = namespace(x)
    outer, count, inner = x.shape
    if inner == 1 or count <= 2 * BLOCK:
        return xp.sum(x, axis=1)
    whole = count - count % BLOCK
    blocks = xp.reshape(x[:, :whole, :], (outer, whole // BLOCK, BLOCK, inner))
    return xp.sum(xp.ones(BLOCK, dtype=x.dtype) @ blocks, axis=1) + xp.sum(x[:, whole:, :], axis=1)
