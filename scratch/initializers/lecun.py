"""LeCun's initial values."""

from __future__ import annotations

import numpy as np

from scratch.initializers.variance_scaling import Axes, VarianceScaling


class LecunUniform(VarianceScaling):
    """Uniform in [-limit, limit) with limit = sqrt(3 / fan_in). Source: `keras.initializers.LecunUniform`."""

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(1.0, "fan_in", "uniform", seed, input_axes, output_axes)


class LecunNormal(VarianceScaling):
    """Truncated normal of variance 1 / fan_in.

    Source: LeCun et al. 1998, eq. 16; `keras.initializers.LecunNormal`.
    """

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(1.0, "fan_in", "truncated_normal", seed, input_axes, output_axes)
