"""One example: settings, inputs and an upstream gradient, all made from a few small whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MAGNITUDES = (1.0, 0.01, 10.0, 100.0)


@dataclass(frozen=True)
class Values:
    """Where the numbers of an example come from; Hypothesis shrinks all three towards 0.

    Args:
        seed: of the generator.
        decimals: digits kept behind the point: few of them make an example a person can read. 4 keeps all.
        magnitude: index into `MAGNITUDES`.
    """

    seed: int = 0
    decimals: int = 4
    magnitude: int = 0

    def normal(self, shape: tuple[int, ...], dtype: str, *, stream: int = 0, scaled: bool = True) -> np.ndarray:
        """Standard normal numbers, rounded and scaled; `stream` tells the arrays of one example apart."""
        drawn = self._rounded(np.random.default_rng([self.seed, stream]).standard_normal(shape))
        return (drawn * (MAGNITUDES[self.magnitude] if scaled else 1.0)).astype(dtype)

    def uniform(self, shape: tuple[int, ...], dtype: str, *, stream: int = 0) -> np.ndarray:
        """Uniform numbers strictly between 0 and 1."""
        drawn = np.random.default_rng([self.seed, stream]).uniform(0.05, 0.95, shape)
        return (drawn if self.decimals >= 4 else np.round(drawn, self.decimals + 1)).astype(dtype)

    def integers(self, shape: tuple[int, ...], below: int, *, stream: int = 0) -> np.ndarray:
        """Whole numbers from 0 up to `below`, exclusive."""
        return np.random.default_rng([self.seed, stream]).integers(0, below, shape)

    def _rounded(self, drawn: np.ndarray) -> np.ndarray:
        return drawn if self.decimals >= 4 else np.round(drawn, self.decimals)


@dataclass(frozen=True)
class Case:
    """One example.

    Args:
        settings: arguments of the part.
        inputs: arrays by name that gradients are taken to; the first is what flows in.
        given: arrays by name that are not differentiated, such as targets.
        values: where the upstream gradient comes from.
        dtype: floating type.
        training: whether the part is in training mode.
        note: what is special about it.
    """

    settings: Mapping[str, Any]
    inputs: Mapping[str, np.ndarray]
    values: Values
    dtype: str
    given: Mapping[str, np.ndarray] = field(default_factory=dict)
    training: bool = False
    note: str = ""

    def upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        """Random dL/dy for an output of `shape`: with ones instead, the gradient of a softmax would be 0 whatever is computed."""
        return self.values.normal(shape, self.dtype, stream=99, scaled=False)

    def with_inputs(self, **inputs: np.ndarray) -> Case:
        """The same example with other arrays in place of some inputs."""
        return Case(self.settings, {**self.inputs, **inputs}, self.values, self.dtype, self.given, self.training, self.note)
