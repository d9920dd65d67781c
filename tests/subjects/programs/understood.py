"""What is found out about a program, by probes alone, and plans to find it out for."""

from __future__ import annotations

from comparisons.subjects.programs.prepare import prepared_candidate
from comparisons.training.optimizer_names import sgd
from comparisons.training.plan import ModelPlan
from comparisons.training.presets import preset
from comparisons.training.settings import Settings

DIGITS = preset("mlp-784-50-10")


def dense(name, units, activation):
    return "Dense", {"units": units, "activation": activation, "name": name}


SQUARE = ModelPlan(
    name="square", about="", input_shape=(6,), layers=(dense("a", 6, "sigmoid"), dense("b", 6, "softmax")),
    loss=("SparseCategoricalCrossentropy", {}), optimizer=sgd(0.1), parameters=84,
)  # fmt: skip  # all widths alike: shapes say nothing
SQUARED = ModelPlan(
    name="squared", about="", input_shape=(4,), layers=(dense("a", 8, "sigmoid"), dense("b", 3, "sigmoid")),
    loss=("MeanSquaredError", {}), optimizer=sgd(0.1), parameters=67, targets="one-hot",
)  # fmt: skip


def understood(program, text, name, plan=DIGITS, **asked):
    with prepared_candidate(program(text, name), Settings.of(plan, **asked), isolation="process") as prepared:
        return prepared


def said(program, text, name, plan=DIGITS):
    return understood(program, text, name, plan).described
