"""Choosing which points of a long curve to draw, so that no spike is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LIMIT = 1500
"""Points a chart: more than two for each pixel column of a report page, few enough to draw at once."""


def kept(series: Sequence[NDArray[np.float64]], *, limit: int = LIMIT, always: Iterable[int] = ()) -> list[int]:
    """Indices worth drawing, ascending, about ``limit`` at most (more only for ``always``).

    Every bucket of neighbours keeps the smallest and the largest finite value of each series, and its first
    value that is not finite, so that the line breaks there too. The two ends are always kept.

    Args:
        series: curves of one length, drawn in one chart; not-a-number where there is no value.
        limit: how many indices to aim at, at least 2.
        always: further indices to keep; those outside the curve are ignored.
    """
    length = len(series[0]) if series else 0
    if length == 0:
        return []
    wanted = {0, length - 1, *(index for index in always if 0 <= index < length)}
    if length <= limit:
        return list(range(length))
    buckets = max(1, limit // 2)
    chosen = _chosen(series, buckets)
    while len(chosen) > limit - 2 and buckets > 1:
        buckets = max(1, min(buckets - 1, buckets * (limit - 2) // len(chosen)))
        chosen = _chosen(series, buckets)
    return sorted(chosen | wanted)


def _chosen(series: Sequence[NDArray[np.float64]], buckets: int) -> set[int]:
    """Extremes and first gaps of every bucket of every series."""
    edges = np.unique(np.linspace(0, len(series[0]), buckets + 1).astype(np.intp))
    found: set[int] = set()
    for values in series:
        finite = np.isfinite(values)
        low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
        for start, stop in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            here = finite[start:stop]
            if here.any():
                found.add(start + int(low[start:stop].argmin()))
                found.add(start + int(high[start:stop].argmax()))
            if not here.all():
                found.add(start + int(here.argmin()))
    return found
