"""Pairs of optimizers: two variables, updated many times by the same gradients on both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import reference.optimizers
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.pairs.signatures import defaults
from comparisons.training.plan import float32_exact
from reference.signatures import class_arguments
from scratch import optimizers

SHAPES = {"kernel": (2, 3), "bias": (3,)}  # a slot of one broadcasts with the other's: sharing it raises nothing, and shows
UPDATES = (1, 2, 3, 12, 12, 12, 12, 17)
TINY, HUGE = 1e-12, 1e12
TINY_IN_FLOAT16, HUGE_IN_FLOAT16 = 1e-3, 1e2  # float16 ends at 65,504, and squares are taken
VARIANTS = {"float64": None, "float32": 2, "float16": 1}  # that a setting is read does not depend on the dtype
EXPONENTS = {"float64": 12, "float32": 12, "float16": 2}  # of ten

LEFT_OUT = {
    "forward": "updates compares variables and slots after every update",
    "samples": "variables are no samples",
}


@dataclass(frozen=True)
class OptimizerPair(Pair):
    """An optimizer that updates two variables many times, by the same gradients on both sides.

    Args:
        variants: settings, the defaults first. A few of them rather than all combinations: Keras compiles each one. `learning_rate` may be
            a schedule's (name, arguments), and `exclude` has patterns of variables that do not decay. In float64, numbers are rounded
            to what float32 holds: Keras passes many of them through it.
        meeting: (case, outcome) -> sizes, by quantity, of what meets inside an update beyond the quantity itself.
    """

    variants: tuple[Mapping[str, Any], ...] = ({},)
    meeting: Callable[[Case, Outcome], Outcome] = lambda case, outcome: {}
    skips: Mapping[str, str] = field(default_factory=lambda: LEFT_OUT)

    differentiable = False

    @property
    def kind(self) -> str:
        return "optimizer"

    @property
    def reference_name(self) -> str:
        return f"keras.optimizers.{self.name}"

    def arguments(self) -> Mapping[str, Any]:
        own = defaults(getattr(optimizers, self.name))
        others = (*own, "name")  # which is a name per object in Keras
        shared = {name: value for name, value in defaults(optimizers.Optimizer).items() if name not in others}
        return {**own, **shared}

    def reference_arguments(self) -> Mapping[str, Any]:
        return class_arguments("optimizers", self.name)

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        return st.tuples(st.sampled_from(UPDATES))

    def specimen_sizes(self) -> tuple[int, ...]:
        return (12,)

    def cases(self, dtype: str) -> st.SearchStrategy[Case]:
        variants = self.variants[: VARIANTS[dtype]]
        values = st.builds(Values, st.integers(0, 2**16), st.integers(0, 4), st.integers(0, 3))
        return st.builds(self.make_case, st.sampled_from(variants), self.sizes(), values, st.just(dtype), st.just(True))

    def usual(self, dtype: str, seed: int) -> list[Case]:
        return [self.make_case(self.variants[0], self.specimen_sizes(), Values(seed=seed, decimals=4), dtype, True)]

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        inputs = {name: values.normal(shape, dtype, stream=n, scaled=False) for n, (name, shape) in enumerate(SHAPES.items())}
        for n, (name, shape) in enumerate(SHAPES.items()):
            inputs[f"{name}_gradients"] = gradients(values, (sizes[0], *shape), dtype, stream=10 + n)
        return Case(self.float32_exact(settings) if dtype == "float64" else settings, inputs, values, dtype, training=training)

    def float32_exact(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """The settings, defaults included, with numbers that float32 holds: Keras passes them through it."""
        named = defaults(getattr(optimizers, self.name))
        return float32_exact({name: value for name, value in named.items() if isinstance(value, float)} | dict(settings))

    def one_sample(self, case: Case, row: int) -> Case | None:
        return None

    def candidate(self, case: Case) -> Outcome:
        made = self.make(case.settings)
        variables = [case.inputs[name].copy() for name in SHAPES]
        made.build(variables, list(SHAPES))
        rows = [snapshot(made)]
        for update in range(len(case.inputs["kernel_gradients"])):
            made.apply([case.inputs[f"{name}_gradients"][update] for name in SHAPES], variables)
            rows.append(snapshot(made))
        return {what: np.stack([row[what] for row in rows]) for what in rows[0]}

    def make(self, settings: Mapping[str, Any]) -> Any:
        """Scratch's optimizer with these settings."""
        settings = dict(settings)
        rate, exclude = settings.get("learning_rate"), settings.pop("exclude", None)
        if isinstance(rate, tuple):
            settings["learning_rate"] = getattr(optimizers.schedules, rate[0])(**dict(rate[1]))
        made = getattr(optimizers, self.name)(**settings)
        if exclude:
            made.exclude_from_weight_decay(var_names=exclude)
        return made

    def reference(self, case: Case) -> Outcome:
        variables = {name: case.inputs[name] for name in SHAPES}
        return reference.optimizers.optimizer(self.name, case.settings, variables, [case.inputs[f"{name}_gradients"] for name in SHAPES])


def gradients(values: Values, shape: tuple[int, ...], dtype: str, *, stream: int) -> np.ndarray:
    """Gradients for `shape[0]` updates; the larger `values.magnitude`, the wilder.

    0: ordinary. 1: some updates with zeros or tiny numbers. 2: also with huge ones. 3: every entry of a size of its own, or 0.
    """
    ordinary = values.normal(shape, "float64", stream=stream, scaled=False)
    tiny, huge = (TINY_IN_FLOAT16, HUGE_IN_FLOAT16) if dtype == "float16" else (TINY, HUGE)
    sizes = np.asarray((1.0, 0.0, tiny, huge))
    if values.magnitude == 3:
        generator = np.random.default_rng([values.seed, 300 + stream])
        exponent = generator.integers(-EXPONENTS[dtype], EXPONENTS[dtype] + 1, shape)
        return (ordinary * 10.0**exponent * (generator.random(shape) > 0.2)).astype(dtype)
    drawn = np.random.default_rng([values.seed, 300]).integers(0, (1, 3, 4)[values.magnitude], shape[0])
    return (ordinary * sizes[drawn].reshape(-1, *(1,) * (len(shape) - 1))).astype(dtype)


def snapshot(made: Any) -> Outcome:
    """Everything that an optimizer has changed so far, by Keras's names."""
    found = {"iterations": np.asarray(made.iterations, dtype="int64"), "learning_rate": np.asarray(made.learning_rate, dtype="float64")}
    for name, variable, slots in zip(SHAPES, made.variables_built, made.slots, strict=True):
        found |= {name: variable.copy()} | {f"{what} of {name}": slot.copy() for what, slot in slots.items()}
    return found | {what: np.asarray(value) for what, value in made.scalars.items()}
