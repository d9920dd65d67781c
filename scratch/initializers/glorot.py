"""Glorot's (Xavier's) initial values."""

from __future__ import annotations

import numpy as np

from scratch.initializers.variance_scaling import Axes, VarianceScaling


class GlorotUniform(VarianceScaling):
    """Uniform in [-limit, limit) with limit = sqrt(6 / (fan_in + fan_out)).

    Source: Glorot and Bengio 2010, eq. 16; `keras.initializers.GlorotUniform`, Keras's default for kernels.
    """

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(1.0, "fan_avg", "uniform", seed, input_axes, output_axes)


class GlorotNormal(VarianceScaling):
    """Truncated normal of variance 2 / (fan_in + fan_out).

    Source: Glorot and Bengio 2010, eq. 12; `keras.initializers.GlorotNormal`, truncated where the paper's is uniform.
    """

    def __init__(self, seed: int | np.random.Generator | None = None, input_axes: Axes = None, output_axes: Axes = None) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal", seed, input_axes, output_axes)
