"""Weights of both sides in one `.npz`: keys `scratch/0..` and `reference/0..`, in Keras's weight order."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from comparisons.reports.files import write_bytes


def write_weights(path: Path, sides: Mapping[str, Sequence[np.ndarray]]) -> Path:
    """Write all of the file or nothing."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {f"{side}/{number}": w for side, weights in sides.items() for number, w in enumerate(weights)}
    np.savez(buffer, **arrays)
    return write_bytes(path, buffer.getvalue())
