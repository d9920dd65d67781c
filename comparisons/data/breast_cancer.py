"""Eight measurements of a tumour and whether it is benign: 569 real patients (see README.md beside this file)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from comparisons.data.dataset import Dataset

FILE = Path(__file__).with_name("breast_cancer_8.csv")
SHA256 = "552bcfe2aa42ead36d01ec59f0189a97777d0cd5b9789d6c2a87e618401f2379"
TRAIN = 456  # four fifths; the rows are in random order


def breast_cancer_8() -> Dataset:
    """456 patients to train on and 113 to test on.

    Shapes:
        x  (N, 8) float64, as measured: radius, texture, perimeter, area, smoothness, compactness, concavity, concave points
        y  (N,) uint8, 1 if benign

    Raises:
        OSError: the installed file is missing or was changed.
    """
    data = FILE.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise OSError(f"breast-cancer-8: expected sha256 {SHA256[:12]}..., got a changed {FILE.name}")
    table = np.loadtxt(data.decode().splitlines(), delimiter=",", skiprows=1)
    x, y = np.ascontiguousarray(table[:, :8]), table[:, 8].astype(np.uint8)
    return Dataset("breast-cancer-8", x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:])
