"""Zeros, ones, any other constant, and the identity matrix."""

from __future__ import annotations

import numpy as np

from scratch.differentiable import Array
from scratch.initializers.initializer import Initializer


class Constant(Initializer):
    """Every entry is `value`.

    Args:
        value: a number, or an array that broadcasts to the shape.

    Source: `keras.initializers.Constant`, whose number passes through float32 even for float64 weights.
    """

    def __init__(self, value: float | Array = 0.0) -> None:
        self.value = value

    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.full(shape, self.value)


class Zeros(Constant):
    """Every entry is 0. Source: `keras.initializers.Zeros`, Keras's default for biases."""

    def __init__(self) -> None:
        super().__init__(0.0)


class Ones(Constant):
    """Every entry is 1. Source: `keras.initializers.Ones`."""

    def __init__(self) -> None:
        super().__init__(1.0)


class Identity(Initializer):
    """`gain` on the diagonal, 0 elsewhere.

    Args:
        gain: factor of the identity matrix.

    Raises:
        ValueError: the shape asked for has not two axes.

    Source: `keras.initializers.Identity`.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        if len(shape) != 2:
            raise ValueError(f"Identity: expected a shape of two axes, got {shape}.")
        return self.gain * np.eye(*shape)
