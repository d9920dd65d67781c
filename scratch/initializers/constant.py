"""Zeros, ones and any other constant."""
import numpy as np

from scratch.initializers.initializer import Initializer


class Constant(Initializer):
    """Every entry is `value`. Source: `keras.initializers.Constant`."""

    def __init__(self, value: float = 0.0) -> None:
        super().__init__()
        self.value = value

    def values(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        return np.full(shape, self.value)


class Zeros(Constant):
    """Every entry is 0. Source: `keras.initializers.Zeros`, Keras's default for biases."""

    def __init__(self) -> None:
        super().__init__(0.0)


class Ones(Constant):
    """Every entry is 1. Source: `keras.initializers.Ones`."""

    def __init__(self) -> None:
        super().__init__(1.0)
