"""A smooth function of four numbers with a little noise: something to fit for the 4-3-1 teaching example."""

from __future__ import annotations

import numpy as np

from comparisons.data.dataset import Dataset

SEED = 431
NOISE = 0.05
FIRST = np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0], [-1.0, 0.5, 1.0], [0.5, -0.5, -0.5]])
SECOND = np.array([2.0, -1.0, 1.0])


def teacher_4(train: int = 160, test: int = 40) -> Dataset:
    """y = s(x W1) w2 + 0.05 z: what a network of the same shape with fixed weights says, and noise.

    Args:
        train, test: numbers of samples.

    Shapes:
        x  (N, 4) float64, standard normal
        y  (N,) float64
    """
    generator = np.random.default_rng(SEED)
    x = generator.standard_normal((train + test, FIRST.shape[0]))
    y = (1 / (1 + np.exp(-x @ FIRST))) @ SECOND + NOISE * generator.standard_normal(train + test)
    return Dataset("teacher-4", x[:train], y[:train], x[train:], y[train:])
