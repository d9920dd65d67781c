"""The learning-rate schedules, a line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import reference.optimizers
from comparisons.pairs import strategies as st
from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome, Pair
from comparisons.pairs.signatures import defaults
from reference.signatures import class_arguments
from scratch.optimizers import schedules

SPANS = (12, 40, 100, 1000)  # steps to draw from
NEAR = 1e-5  # in periods


@dataclass(frozen=True)
class SchedulePair(Pair):
    """A function from the number of finished steps to the learning rate, float32 on both sides whatever the variables are."""

    skips: Mapping[str, str] = field(default_factory=lambda: {"dtype": "a rate is a Python number here and a float32 tensor in Keras"})
    dtypes: tuple[str, ...] = ("float32",)

    differentiable = False

    @property
    def kind(self) -> str:
        return "schedule"

    @property
    def reference_name(self) -> str:
        return f"keras.optimizers.schedules.{self.name}"

    def arguments(self) -> Mapping[str, Any]:
        return defaults(getattr(schedules, self.name))

    def reference_arguments(self) -> Mapping[str, Any]:
        return class_arguments("optimizers.schedules", self.name)

    def sizes(self) -> st.SearchStrategy[tuple[int, ...]]:
        return st.tuples(st.sampled_from((1, 2, 7)))

    def specimen_sizes(self) -> tuple[int, ...]:
        return (7,)

    def make_case(self, settings: Mapping[str, Any], sizes: tuple[int, ...], values: Values, dtype: str, training: bool) -> Case:
        steps = values.integers(sizes, SPANS[values.magnitude])
        settings = {**settings, **settings.get("pieces", {})}
        settings.pop("pieces", None)
        return Case(settings, {"steps": self.off_restarts(steps, settings)}, values, dtype)

    def off_restarts(self, steps: np.ndarray, settings: Mapping[str, Any]) -> np.ndarray:
        """Steps where a period just ends moved on by one: there the last bit of TensorFlow's logarithm decides between the
        end of one period and the start of the next."""
        growth = settings.get("t_mul", 1.0)
        if growth == 1:
            return steps
        periods = np.log(1 + steps / settings["first_decay_steps"] * (growth - 1)) / np.log(growth)
        return np.where(np.abs(periods - np.round(periods)) < NEAR, steps + 1, steps)

    def candidate(self, case: Case) -> Outcome:
        made = getattr(schedules, self.name)(**case.settings)
        return {"output": np.asarray([made(int(step)) for step in case.inputs["steps"]], dtype="float32")}

    def reference(self, case: Case) -> Outcome:
        return {"output": reference.optimizers.schedule(self.name, case.settings, case.inputs["steps"].tolist())}


RATES = (0.5, 0.001)
STAIRS = (False, True)
NO_STEPS = ({"decay_steps": 0},)
SCHEDULES = [
    SchedulePair(
        "CosineDecay",
        {
            "initial_learning_rate": RATES, "decay_steps": (10, 33), "alpha": (0.0, 0.1), "warmup_target": (None, 1.0),
            "warmup_steps": (0, 5),
        },
        refused=NO_STEPS,
    ),
    SchedulePair(
        "CosineDecayRestarts",
        {"initial_learning_rate": RATES, "first_decay_steps": (10, 7), "t_mul": (2.0, 1.0, 1.75), "m_mul": (1.0, 0.5), "alpha": (0.0, 0.1)},
        refused=({"first_decay_steps": 0},),
    ),
    SchedulePair(
        "ExponentialDecay", {"initial_learning_rate": RATES, "decay_steps": (10, 33), "decay_rate": (0.5, 0.96), "staircase": STAIRS},
        refused=NO_STEPS,
    ),
    SchedulePair(
        "InverseTimeDecay", {"initial_learning_rate": RATES, "decay_steps": (10, 33), "decay_rate": (0.5, 2.0), "staircase": STAIRS},
        refused=NO_STEPS,
    ),
    SchedulePair(
        "PiecewiseConstantDecay",
        {
            "pieces": (
                {"boundaries": (5,), "values": (0.5, 0.25)},
                {"boundaries": (2, 5, 30), "values": (0.001, 0.5, 0.125, 0.25)},
                {"boundaries": (2.5, 7.0), "values": (1.0, 0.5, 0.125)},
            )
        },
        refused=({"boundaries": (1, 2, 3, 4)},),
    ),
    SchedulePair(
        "PolynomialDecay",
        {
            "initial_learning_rate": RATES, "decay_steps": (10, 33), "end_learning_rate": (0.0001, 0.0), "power": (1.0, 0.5, 2.0),
            "cycle": (False, True),
        },
        refused=NO_STEPS,
    ),
]  # fmt: skip
