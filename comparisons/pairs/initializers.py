"""The initializers, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import reference.initializers
from comparisons.pairs import laws
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.pairs.signatures import defaults
from comparisons.training.plan import float32_exact
from reference.signatures import class_arguments
from scratch import initializers

SMALL = ((3,), (2, 3), (1, 4), (5, 2), (3, 3, 2, 4), (2, 3, 5))
LARGE = ((200, 100), (100, 200), (3, 3, 30, 80), (5, 80, 50), (20_000,))  # 20,000 values and more; fans differ

LEFT_OUT = {
    "forward": "exact values, or bounds and distribution, compare the values",
    "dtype": "exact values and bounds compare it",
    "samples": "weights are no samples",
}


@dataclass(frozen=True)
class InitializerPair(Pair):
    """Initial values.

    Args:
        law: (settings, shape) -> the distribution of random values; None where nothing is random.
        drawn: shapes of examples.
        large: shapes for statistics.
        orthogonal: the values are orthogonal matrices.
    """

    skips: Mapping[str, str] = field(default_factory=lambda: LEFT_OUT)
    law: laws.LawOf | None = None
    drawn: tuple[tuple[int, ...], ...] = SMALL
    large: tuple[tuple[int, ...], ...] = LARGE
    orthogonal: bool = False

    differentiable = False

    @property
    def chance(self) -> bool:
        """Whether the values depend on a seed."""
        return self.law is not None or self.orthogonal

    @property
    def fixed(self) -> bool:
        """Whether they do not."""
        return not self.chance

    @property
    def kind(self) -> str:
        return "initializer"

    @property
    def reference_name(self) -> str:
        return f"keras.initializers.{self.name}"

    def arguments(self) -> Mapping[str, Any]:
        return defaults(getattr(initializers, self.name))

    def reference_arguments(self) -> Mapping[str, Any]:
        return class_arguments("initializers", self.name)

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        return st.sampled_from(self.drawn)

    def specimen_sizes(self) -> tuple[int, ...]:
        return self.drawn[1]

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        inputs = {"shape": np.asarray(sizes, dtype="int64"), "seed": np.asarray(values.seed)}
        return Case(float32_exact(dict(settings)), inputs, values, dtype)

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None

    def candidate(self, case: Case) -> Outcome:
        return {"output": np.asarray(self.make(self.seeded(case))(self.shape(case), dtype=case.dtype))}

    def make(self, settings: Mapping[str, Any]) -> Any:
        """Scratch's initializer with these settings, seed included."""
        return getattr(initializers, self.name)(**settings)

    def reference(self, case: Case) -> Outcome:
        return {"output": reference.initializers.initializer(self.name, self.seeded(case), self.shape(case), case.dtype)}

    def reference_make(self, settings: Mapping[str, Any]) -> Any:
        """Keras's."""
        return reference.initializers.made(self.name, settings)

    def reference_repeats(self, settings: dict[str, Any], dtype: str) -> dict[str, bool]:
        """Which calls of Keras's give equal values."""
        return repeats(self.reference_make, settings, dtype)

    def shape(self, case: Case) -> tuple[int, ...]:
        """Shape of the weight."""
        return tuple(int(n) for n in case.inputs["shape"])

    def seeded(self, case: Case) -> dict[str, Any]:
        """The settings with the seed."""
        return {**case.settings, "seed": int(case.inputs["seed"])} if self.chance else dict(case.settings)


def repeats(make: Callable[[dict[str, Any]], Any], settings: dict[str, Any], dtype: str) -> dict[str, bool]:
    """Which calls give equal values."""

    def values(made: Any) -> bytes:
        return np.asarray(made((4, 3), dtype=dtype)).tobytes()

    one, without = make(settings), make({**settings, "seed": None})
    first = values(one)
    return {
        "one object called twice repeats": first == values(one),
        "two objects of one seed repeat": first == values(make(settings)),
        "two seeds repeat": first == values(make({**settings, "seed": settings["seed"] + 1})),
        "one object without a seed repeats": values(without) == values(without),
        "two objects without a seed repeat": values(without) == values(make({**settings, "seed": None})),
    }


def fixed(name: str, settings: Mapping[str, tuple[Any, ...]] | None = None, **more: Any) -> InitializerPair:
    """An initializer without chance."""
    return InitializerPair(name, settings or {}, **{"drawn": (*SMALL, (), (0, 2)), **more})


def chance(name: str, law: laws.LawOf | None = None, settings: Mapping[str, tuple[Any, ...]] | None = None, **more: Any) -> InitializerPair:
    """A random initializer."""
    return InitializerPair(name, settings or {}, law=law, **more)


SCALES = {
    "scale": (1.0, 2.0, 0.25),
    "mode": ("fan_in", "fan_out", "fan_avg"),
    "distribution": ("truncated_normal", "untruncated_normal", "uniform"),
}
NORMAL = {"mean": (0.0, 1.0), "stddev": (0.05, 1.0)}

INITIALIZERS = [
    fixed("Constant", {"value": (0.5, -3.0, 0.1)}),
    chance("GlorotNormal", laws.scaled(1.0, "fan_avg", "truncated_normal")),
    chance("GlorotUniform", laws.scaled(1.0, "fan_avg", "uniform")),
    chance("HeNormal", laws.scaled(2.0, "fan_in", "truncated_normal")),
    chance("HeUniform", laws.scaled(2.0, "fan_in", "uniform")),
    fixed("Identity", {"gain": (1.0, 2.0, -0.5)}, drawn=((1, 1), (2, 3), (5, 2), (4, 4))),
    chance("LecunNormal", laws.scaled(1.0, "fan_in", "truncated_normal")),
    chance("LecunUniform", laws.scaled(1.0, "fan_in", "uniform")),
    fixed("Ones"),
    chance(
        "Orthogonal", settings={"gain": (1.0, 2.0)}, orthogonal=True, drawn=((2, 2), (1, 3), (4, 2), (2, 5), (3, 2, 4), (30, 20)), large=(),
    ),
    chance("RandomNormal", laws.random_normal, NORMAL),
    chance("RandomUniform", laws.random_uniform, {"minval": (-0.05, 0.0), "maxval": (0.05, 1.0)}),
    chance("TruncatedNormal", laws.truncated_normal, NORMAL),
    chance("VarianceScaling", laws.scaled(), SCALES, refused=({"scale": 0.0}, {"mode": "fan"}, {"distribution": "gamma"})),
    fixed("Zeros"),
]  # fmt: skip
