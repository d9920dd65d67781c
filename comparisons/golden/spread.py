"""Rounding noise in two bytes a number, rounded up by a sixteenth at most: an allowance needs no more digits."""

from __future__ import annotations

import numpy as np

KEPT = np.uint64(48)  # bits of a float64 that are left out: sign, exponent and four bits of the fraction stay


def shortened(spread: np.ndarray) -> np.ndarray:
    """The upper 16 bits of each float64, rounded up."""
    bits = np.ascontiguousarray(np.abs(spread), dtype="float64").view("uint64")
    return ((bits + np.uint64(2**48 - 1)) >> KEPT).astype("uint16").reshape(np.shape(spread))


def lengthened(short: np.ndarray) -> np.ndarray:
    """The numbers again, none smaller than it was."""
    return (np.ascontiguousarray(short).astype("uint64") << KEPT).view("float64").reshape(np.shape(short))
