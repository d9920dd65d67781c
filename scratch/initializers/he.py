"""He's initial values, for layers of rectifiers."""

from __future__ import annotations

import numpy as np

from scratch.initializers.variance_scaling import Axes, VarianceScaling


class HeUniform(VarianceScaling):
    """Uniform in [-limit, limit) with limit = sqrt(6 / fan_in). Source: `keras.initializers.HeUniform`."""

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(2.0, "fan_in", "uniform", seed, input_axes, output_axes)


class HeNormal(VarianceScaling):
    """Truncated normal of variance 2 / fan_in.

    Source: He et al. 2015, eq. 10; `keras.initializers.HeNormal`, truncated where the paper's is not.
    """

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(2.0, "fan_in", "truncated_normal", seed, input_axes, output_axes)
