"""Glorot (Xavier) uniform."""
import numpy as np

from scratch.initializers.initializer import Initializer, fans


class GlorotUniform(Initializer):
    """Uniform in [-limit, limit) with limit = sqrt(6 / (fan_in + fan_out)).

    Source: Glorot and Bengio 2010, eq. 16; `keras.initializers.GlorotUniform`, Keras's default for kernels.
    """

    def values(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        limit = np.sqrt(6 / sum(fans(shape)))
        return generator.uniform(-limit, limit, shape)
