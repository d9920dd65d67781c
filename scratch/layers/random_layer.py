"""What the layers that draw random numbers in training have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from scratch import config
from scratch.differentiable import Array, namespace
from scratch.layers.layer import Layer


class RandomLayer(Layer):
    """A layer that mixes a random draw into x in training, and is the identity otherwise.

    A subclass writes `draw(shape)`, and the arithmetic with what was drawn.

    To give two implementations the same randomness, or to differentiate through a layer, set `fixed_draw`: every
    forward in training then uses that array instead of a fresh one, until it is set to None again. Keras's own draw
    is found from outside: what its `Dropout` makes of ones is not 0 where a unit was kept.

    Args:
        seed: whole number for a stream of draws of its own, a `numpy.random.Generator` to draw from, or None to draw
            from the generator of `keras.utils.set_random_seed`.
    """

    def __init__(self, *, seed: int | np.random.Generator | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.seed = seed
        self.fixed_draw: Array | None = None
        self._generator = None if seed is None else np.random.default_rng(seed)

    @property
    def generator(self) -> np.random.Generator:
        """Where draws come from."""
        return config.generator() if self._generator is None else self._generator

    def draw(self, shape: tuple[int, ...]) -> np.ndarray:
        """A fresh draw for inputs of `shape`."""
        raise NotImplementedError

    def drawn(self, x: Array) -> Array:
        """The draw for `x`, in its array library: `fixed_draw`, or else a fresh one.

        Raises:
            ValueError: `fixed_draw` does not broadcast to the shape of x.
        """
        value = self.draw(x.shape) if self.fixed_draw is None else self.fixed_draw
        if len(value.shape) != x.ndim or any(n not in (1, wanted) for n, wanted in zip(value.shape, x.shape)):
            raise self.bad_input(f"a shape that the draw {tuple(value.shape)} broadcasts to", x.shape)
        return namespace(x).asarray(value)

    def normal_draw(self, shape: tuple[int, ...], mean: float, stddev: float) -> np.ndarray:
        """Normal numbers of the dtype of the layer."""
        return self.generator.normal(mean, stddev, shape).astype(self.dtype)
