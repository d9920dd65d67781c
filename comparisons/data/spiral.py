"""The three-armed spiral: three classes that no straight line can tell apart."""

from __future__ import annotations

import numpy as np

from comparisons.data.dataset import Dataset

ARMS = 3
SEED = 1984
TWIST = 0.2  # standard deviation of the angle, in radians


def spiral(points: int = 100) -> Dataset:
    """300 points to train on, and 300 others, from the same formula, to test on.

    Point i of arm j lies at radius r = i / points and angle 4 j + 4 r + 0.2 z with z standard normal, at
    (r sin angle, r cos angle).

    Args:
        points: in each arm.

    Shapes:
        x  (3 points, 2) float32, so that every platform's sine gives the same
        y  (3 points,) uint8, the arm

    Source: K. Saitoh, Deep Learning from Scratch 2 (2018), section 1.4; the random numbers are NumPy's of today.
    """
    generator = np.random.default_rng(SEED)
    (x_train, y), (x_test, _) = (_draw(points, generator) for _ in range(2))
    return Dataset("spiral", x_train, y, x_test, y.copy())


def _draw(points: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    arm = np.tile(np.arange(ARMS), points)  # in turn, so that the first n points have all arms
    radius = np.repeat(np.arange(points) / points, ARMS)
    angle = 4.0 * arm + 4.0 * radius + TWIST * generator.standard_normal(len(arm))
    x = radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return x.astype(np.float32), arm.astype(np.uint8)
