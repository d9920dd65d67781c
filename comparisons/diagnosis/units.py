"""In which units somebody counts: who sums where Keras averages makes every other mistake that many times as large."""

from __future__ import annotations

import numpy as np

NEARLY = 1e-4  # relative: Keras clips and renormalises


def units(mine: np.ndarray, right: np.ndarray) -> float:
    """How many times what is right a model computes, if it is a whole number of halves, or one over that; else 1."""
    of_mine, of_right = (np.asarray(a, dtype="float64").ravel() for a in (mine, right))
    if of_mine.shape != of_right.shape or not (np.isfinite(of_mine).all() and np.isfinite(of_right).all()):
        return 1.0
    size = float(of_right @ of_right)
    ratio = float(of_mine @ of_right) / size if size else 1.0
    return (_halves(ratio) or _one_over(ratio) or 1.0) if ratio else 1.0


def _halves(ratio: float) -> float:
    """0 if it is none."""
    nearest = round(2 * ratio) / 2
    return nearest if nearest and abs(ratio / nearest - 1) < NEARLY else 0.0


def _one_over(ratio: float) -> float:
    inverse = _halves(1 / ratio)
    return 1 / inverse if inverse else 0.0
