"""Functions with derivatives that are known: a power, and two straight lines that meet."""

from __future__ import annotations

import numpy as np

from comparisons.checks.directional import STEPS

STEP = STEPS[0]


def power(n):
    """y = x^n and its gradient."""
    return lambda case: {"output": case.x**n, "gradient of x": n * case.x ** (n - 1) * case.upstream(case.x.shape)}


def bent(at, slopes=(0.0, 1.0)):
    """Two straight lines that meet."""

    def side(case):
        left = case.x < at
        return {
            "output": (case.x - at) * np.where(left, *slopes),
            "gradient of x": case.upstream(case.x.shape) * np.where(left, *slopes),
        }

    return side
