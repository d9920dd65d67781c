"""A comparison that is apart by a number of ulps, and measures and opinions that know how often they were asked."""

from __future__ import annotations

import numpy as np

from comparisons.judging import judge

U = 2.0**-52
ROOM = 32 * U  # what is allowed at once around numbers of size 1 in float64


def counted(value):
    """(a measure or opinion of that value, how often it was asked)."""
    asked = []

    def ask():
        asked.append(1)
        return value

    return ask, asked


def off_by(ulps, **more):
    """1 against 1 and a number of ulps: a share of ulps / 32 of what is allowed at once."""
    return judge("output", np.array([1.0 + ulps * U, 0.5]), np.array([1.0, 0.5]), dtype="float64", **more)
