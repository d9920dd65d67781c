"""The optimizers, a line each."""

from __future__ import annotations

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.optimizer_pair import SHAPES, OptimizerPair
from comparisons.pairs.pair import Outcome


def pulls(case: Case, outcome: Outcome) -> Outcome:
    """Ftrl subtracts two powers of the accumulator, most of which cancels, before it multiplies by variable / rate."""
    power, rate = -case.settings.get("learning_rate_power", -0.5), outcome["learning_rate"]
    found = {}
    for name, shape in SHAPES.items():
        steep = outcome[f"accumulators of {name}"] ** power / rate.reshape(-1, *(1,) * len(shape))
        found[f"linears of {name}"] = steep * np.maximum.accumulate(np.abs(outcome[name]))
    return found


DECAYING = ("ExponentialDecay", (("initial_learning_rate", 0.5), ("decay_steps", 4), ("decay_rate", 0.5)))
OTHERS = {"learning_rate": 0.125, "beta_1": 0.5, "beta_2": 0.75}  # far from the defaults, where a number written into the code shows

OPTIMIZERS = [
    OptimizerPair(
        "SGD",
        refused=({"momentum": 1.5}, {"clipnorm": 1.0, "clipvalue": 1.0}, {"gradient_accumulation_steps": 1}),
        variants=(
            {},
            {"momentum": 0.9},
            {"learning_rate": 0.125, "momentum": 0.75, "nesterov": True, "clipnorm": 0.5, "weight_decay": 0.01, "exclude": ("bias",)},
            {"global_clipnorm": 0.7, "gradient_accumulation_steps": 3, "use_ema": True},
            {"learning_rate": DECAYING, "clipvalue": 0.3, "use_ema": True, "ema_momentum": 0.75, "ema_overwrite_frequency": 3},
        ),
    ),
    OptimizerPair(
        "Adagrad", variants=({}, {"learning_rate": 0.125, "initial_accumulator_value": 0.0, "epsilon": 1e-3, "weight_decay": 0.01})
    ),
    OptimizerPair("Adadelta", variants=({}, {"learning_rate": 1.0, "rho": 0.5, "epsilon": 1e-3, "global_clipnorm": 2.0})),
    OptimizerPair(
        "RMSprop",
        variants=(
            {},
            {"learning_rate": 0.125, "rho": 0.75, "momentum": 0.5, "epsilon": 1e-3},
            {"centered": True, "momentum": 0.9, "weight_decay": 0.01},
        ),
    ),
    OptimizerPair(
        "Adam",
        variants=(
            {},
            {**OTHERS, "epsilon": 1e-3, "amsgrad": True, "weight_decay": 0.01},
            {"learning_rate": DECAYING, "clipnorm": 1.3, "use_ema": True, "gradient_accumulation_steps": 2},
        ),
    ),
    OptimizerPair("AdamW", variants=({}, {**OTHERS, "weight_decay": 0.0625, "exclude": ("bias",)})),
    OptimizerPair("Adamax", variants=({}, {**OTHERS, "epsilon": 1e-3, "clipvalue": 0.5})),
    OptimizerPair("Nadam", variants=({}, {**OTHERS, "epsilon": 1e-3, "weight_decay": 0.01, "gradient_accumulation_steps": 2})),
    OptimizerPair("Lion", variants=({}, {**OTHERS, "weight_decay": 0.01})),
    OptimizerPair(
        "Ftrl",
        meeting=pulls,
        variants=(
            {},
            {
                "learning_rate": 0.125, "learning_rate_power": -0.75, "initial_accumulator_value": 0.5, "beta": 0.25,
                "l1_regularization_strength": 0.125, "l2_regularization_strength": 0.25, "l2_shrinkage_regularization_strength": 0.125,
                "weight_decay": 0.01,
            },
        ),
    ),
]  # fmt: skip
