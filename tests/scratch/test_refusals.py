"""Settings without a meaning are refused in one line that names them, also where Keras computes something from them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from scratch import activations, initializers, losses, metrics, optimizers
from scratch.optimizers import schedules

FRACTIONS = {
    "Adadelta": ("rho",), "Adam": ("beta_1", "beta_2"), "AdamW": ("beta_1", "beta_2"), "Adamax": ("beta_1", "beta_2"),
    "Lion": ("beta_2",), "Nadam": ("beta_1", "beta_2"), "RMSprop": ("rho", "momentum"), "SGD": ("momentum", "ema_momentum"),
}  # fmt: skip
NOT_NEGATIVE = {
    "Adadelta": ("epsilon",), "Adagrad": ("initial_accumulator_value", "epsilon"), "Adam": ("epsilon",), "Adamax": ("epsilon",),
    "Ftrl": ("initial_accumulator_value", "l1_regularization_strength", "l2_regularization_strength",
             "l2_shrinkage_regularization_strength"),
    "Nadam": ("epsilon",), "RMSprop": ("epsilon",),
}  # fmt: skip
ABOVE_ZERO = ("clipnorm", "clipvalue", "global_clipnorm")
EDGES = [
    *((name, setting, (0.0, 1.0), (-0.001, 1.001, float("nan"))) for name, settings in FRACTIONS.items() for setting in settings),
    *((name, setting, (0.0, 5.0), (-0.001, float("nan"))) for name, settings in NOT_NEGATIVE.items() for setting in settings),
    *(("SGD", setting, (1e-3, 2.0), (0.0, -1.0, float("nan"))) for setting in ABOVE_ZERO),
    ("SGD", "ema_overwrite_frequency", (None, 1, 2), (0, -1, 1.5)),
    ("SGD", "gradient_accumulation_steps", (None, 2, 3), (1, 0, 2.5)),
    ("SGD", "learning_rate", (0.1, np.float32(0.1), lambda: 0.1), ("fast", None, [0.1])),
    ("Lion", "beta_1", (0.001, 1.0), (-0.001, 1.001)),
    ("Ftrl", "learning_rate_power", (0.0, -0.5), (0.001, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "setting", "taken", "refused"), EDGES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_optimizer_takes_the_edge_and_nothing_beyond(name, setting, taken, refused):
    make = getattr(optimizers, name)
    for value in taken:
        make(**{setting: value})
    for value in refused:
        with pytest.raises(ValueError, match=f"^{name}: expected {setting} .*got {re.escape(repr(value))}"):
            make(**{setting: value})


def test_two_ways_to_clip_are_one_too_many():
    with pytest.raises(ValueError, match="SGD: expected at most one of clipnorm, clipvalue, global_clipnorm"):
        optimizers.SGD(clipnorm=1.0, clipvalue=1.0)


REFUSED = {
    "Lion: expected beta_1 above 0": lambda: optimizers.Lion(beta_1=0.0),
    "relu: expected max_value": lambda: activations.relu(np.ones(2), max_value=-0.001),
    "celu: expected alpha": lambda: activations.celu(np.ones(2), alpha=0.0),
    "squareplus: expected b": lambda: activations.squareplus(np.ones(2), b=-0.001),
    "glu: expected an even length": lambda: activations.glu(np.ones((2, 3))),
    "Huber: expected reduction": lambda: losses.Huber(reduction="average"),
    "CosineDecayRestarts: expected t_mul": lambda: schedules.CosineDecayRestarts(0.1, 10, t_mul=0.0),
    "PiecewiseConstantDecay: expected ascending": lambda: schedules.PiecewiseConstantDecay([1, 1], [0.1, 0.2, 0.3]),
    "PiecewiseConstantDecay: expected one value more": lambda: schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2]),
    "Identity: expected a shape": lambda: initializers.Identity()((3, 3, 3)),
    "F1Score: expected average": lambda: metrics.F1Score(average="mean"),
    "FBetaScore: expected beta": lambda: metrics.FBetaScore(beta=0.0),
    "FBetaScore: expected threshold": lambda: metrics.FBetaScore(threshold=0.0),
}


@pytest.mark.parametrize("said", REFUSED)
def test_it_is_refused_in_one_line(said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}") as caught:
        REFUSED[said]()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "taken",
    [
        lambda: activations.relu(np.ones(2), max_value=0.0), lambda: activations.squareplus(np.ones(2), b=0.0),
        lambda: activations.celu(np.ones(2), alpha=1e-3), lambda: schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2, 0.3]),
        lambda: initializers.GlorotUniform(seed=0), lambda: metrics.FBetaScore(beta=1e-3, threshold=1.0),
    ],
)  # fmt: skip
def test_the_edge_itself_is_taken(taken):
    taken()
