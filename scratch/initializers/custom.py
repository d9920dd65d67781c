"""Initial values from a user's own function or array."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scratch import config
from scratch.differentiable import Array
from scratch.initializers.initializer import Initializer


class FromFunction(Initializer):
    """What a user's `function(shape, dtype=...)` returns.

    Source: `keras.initializers.get`, which takes any callable.
    """

    def __init__(self, function: Callable[..., Array]) -> None:
        self.function = function

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        dtype = dtype or config.floatx()
        return _checked(np.array(self.function(tuple(shape), dtype=dtype), dtype=dtype), tuple(shape))

    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.asarray(self.function(shape, dtype="float64"))


class FromArray(Initializer):
    """A copy of a given array. Source: `keras.initializers.get`, which takes arrays."""

    def __init__(self, array: Array) -> None:
        self.array = array

    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        return _checked(np.asarray(self.array), shape)


def _checked(values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if values.shape != shape:
        raise ValueError(f"initializer: expected values of shape {shape} (that of the weight), got {values.shape}.")
    return values
