"""One example: settings, inputs and an upstream gradient, all made from a few small whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MAGNITUDES = (1.0, 0.01, 10.0, 100.0)


def one_ulp_off(a: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Every number one unit in the last place up or down."""
    with np.errstate(over="ignore", invalid="ignore"):
        moved: np.ndarray = (a * (1 + np.finfo(a.dtype).eps * generator.choice([-1.0, 1.0], a.shape))).astype(a.dtype)
    return moved


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
        values: where the upstream gradient comes from.
        dtype: floating type.
        given: arrays by name that are not differentiated, such as targets.
        training: whether the part is in training mode.
        built_for: shape of the input that the part is built for; None for that of the input.
        rounded: floating type that the numbers were rounded to before they were cast to `dtype`; `dtype` if empty.
        noise: seed of one unit in the last place, up or down, on the upstream gradient; None for none.
        handed: where upstream gradients that were given out are kept, for the check of side effects.
    """

    settings: Mapping[str, Any]
    inputs: Mapping[str, np.ndarray]
    values: Values
    dtype: str
    given: Mapping[str, np.ndarray] = field(default_factory=dict)
    training: bool = False
    built_for: tuple[int, ...] | None = None
    rounded: str = ""
    noise: int | None = None
    handed: list[np.ndarray] | None = field(default=None, compare=False)

    @property
    def x(self) -> np.ndarray:
        """What flows in."""
        return next(iter(self.inputs.values()))

    def upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        """Random dL/dy for an output of `shape`: with ones instead, the gradient of a softmax would be 0 whatever is computed."""
        dy = self.drawn_upstream(shape)
        if self.noise is not None:
            dy = one_ulp_off(dy, np.random.default_rng([self.values.seed, self.noise, 99]))
        if self.handed is not None:
            self.handed.append(dy)
        return dy

    def drawn_upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        """The same without noise."""
        return self.values.normal(shape, self.rounded or self.dtype, stream=99, scaled=False).astype(self.dtype)

    def with_inputs(self, **inputs: np.ndarray) -> Case:
        """The same example with other arrays in place of some inputs."""
        return self._changed(inputs={**self.inputs, **inputs})

    def copied(self) -> Case:
        """The same example in arrays of its own."""
        return self._changed(inputs={k: a.copy() for k, a in self.inputs.items()}, given={k: a.copy() for k, a in self.given.items()})

    def with_x(self, x: np.ndarray) -> Case:
        """The same example with something else flowing in."""
        return self.with_inputs(**{next(iter(self.inputs)): x})

    def with_settings(self, **settings: Any) -> Case:
        """The same example with some settings changed."""
        return self._changed(settings={**self.settings, **settings})

    def in_dtype(self, dtype: str) -> Case:
        """The very same numbers in another floating type."""

        def cast(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
            return {name: a.astype(dtype) if a.dtype.kind == "f" else a for name, a in arrays.items()}

        return self._changed(inputs=cast(self.inputs), given=cast(self.given), dtype=dtype, rounded=self.rounded or self.dtype)

    def _changed(self, **fields: Any) -> Case:
        """What `dataclasses.replace` returns, at a tenth of its cost: checks make thousands of examples from one."""
        changed: Case = object.__new__(type(self))
        changed.__dict__.update(self.__dict__, **fields)
        return changed


class OfOnes(Case):
    """An example whose upstream gradient is 1: what a loss that takes none returns is then what is compared."""

    @classmethod
    def of(cls, case: Case) -> OfOnes:
        """The same example."""
        made: OfOnes = object.__new__(cls)
        made.__dict__.update(case.__dict__)
        return made

    def drawn_upstream(self, shape: tuple[int, ...]) -> np.ndarray:
        return np.ones(shape, dtype=self.dtype)
