"""What every initializer has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from scratch import config
from scratch.configurable import Configurable
from scratch.differentiable import Array


class Initializer(Configurable, ABC):
    """Callable `initializer(shape, dtype)` that returns the initial value of a weight.

    Source: `keras.initializers.Initializer`.
    """

    def __call__(self, shape: tuple[int, ...], dtype: str | None = None) -> Array:
        """An array of `shape` and `dtype` (`floatx` unless given)."""
        return self.values(tuple(shape)).astype(dtype or config.floatx())

    @abstractmethod
    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        """The values in float64."""


class RandomInitializer(Initializer):
    """Base class of the initializers that draw.

    Args:
        seed: whole number, from 0 on, for values that repeat with every call; or a `numpy.random.Generator` to draw
            from, on and on; or None for a number drawn when the initializer is made, from the generator of
            `scratch.utils.set_random_seed`. So even without a seed one initializer object gives two weights of one
            shape the same values, as in Keras; a name such as `'glorot_uniform'` makes a new object each time.

    Source: `keras.initializers.RandomInitializer`.
    """

    def __init__(self, seed: int | np.random.Generator | None = None) -> None:
        self.given_seed = seed
        if seed is None:
            seed = int(config.generator().integers(2**63))
        if not isinstance(seed, np.random.Generator) and (not isinstance(seed, (int, np.integer)) or seed < 0):
            raise ValueError(f"{type(self).__name__}: expected seed as a whole number from 0 on, a Generator or None, got {seed!r}.")
        self.seed = seed

    def config_value(self, name: str) -> Any:
        """The argument of that name; no seed, if none was given."""
        return self.given_seed if name == "seed" else super().config_value(name)

    def values(self, shape: tuple[int, ...]) -> np.ndarray:
        return self.draw(shape, np.random.default_rng(self.seed))

    @abstractmethod
    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
        """The values in float64, drawn from `generator`."""
