"""Which Keras optimizer, with which settings, a name stands for; and what their settings are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.subjects.inventory.parameters import plain


def held(number: float) -> float:
    """The number as float32 holds it: Keras passes its settings through float32, so that only such are the same on both sides."""
    return float(np.float32(number))


@dataclass(frozen=True)
class Part:
    """One optimizer by its common name.

    Args:
        keras: name of the pair.
        settings: that make it this variant.
        told: names of arguments by setting; those who have them are told other values than the defaults.
        values: what they are told, two variants.
    """

    keras: str
    settings: Mapping[str, Any]
    told: Mapping[str, str]
    values: tuple[Mapping[str, Any], ...] = ({}, {})


RATE = "lr learning_rate learningrate eta step_size learn_rate l_rate lr_ rate alpha a"
DECAY = "rho decay_rate decay beta gamma alpha beta2 beta_2 b2 forgetting_factor rms_beta b rms_decay beta1"
RATES = ({"learning_rate": 0.125}, {"learning_rate": 0.5})
MOMENTA = tuple({**rate, "momentum": m} for rate, m in zip(RATES, (0.75, 0.5)))
RHOS = tuple({**rate, "rho": rho} for rate, rho in zip(RATES, (0.75, 0.5)))
MOMENTUM = {"learning_rate": RATE, "momentum": "momentum mu beta gamma rho m beta1 beta_1 b1 alpha mom momentum_rate"}
BETAS = {
    "learning_rate": RATE,
    "beta_1": "beta1 beta_1 b1 decay1 mean_decay rho1 beta_one beta",
    "beta_2": "beta2 beta_2 b2 decay2 var_decay rho2 beta_two gamma",
}
ADAM = ({"learning_rate": 0.125, "beta_1": 0.75, "beta_2": held(0.9)}, {"learning_rate": 0.25, "beta_1": 0.5, "beta_2": 0.875})

PARTS: Mapping[str, Part] = {
    "SGD": Part("SGD", {}, {"learning_rate": RATE}, RATES),
    "momentum": Part("SGD", {"momentum": 0.9}, MOMENTUM, MOMENTA),
    "nesterov": Part("SGD", {"momentum": 0.9, "nesterov": True}, MOMENTUM, MOMENTA),
    "Adagrad": Part("Adagrad", {}, {"learning_rate": RATE}, RATES),
    "Adadelta": Part(
        "Adadelta", {}, {"learning_rate": RATE, "rho": DECAY}, ({"learning_rate": 0.5, "rho": 0.75}, {"learning_rate": 1.0, "rho": 0.5}),
    ),
    "RMSprop": Part("RMSprop", {}, {"learning_rate": RATE, "rho": DECAY}, RHOS),
    "Adam": Part("Adam", {}, BETAS, ADAM),
    "AMSGrad": Part("Adam", {"amsgrad": True}, BETAS, ADAM),
    "AdamW": Part(
        "AdamW", {}, BETAS | {"weight_decay": "weight_decay wd decay lam lambda_ weightdecay"},
        tuple({**a, "weight_decay": 0.0625} for a in ADAM),
    ),
    "Adamax": Part("Adamax", {}, BETAS, ADAM),
    "Nadam": Part("Nadam", {}, BETAS, ADAM),
    "Lion": Part("Lion", {}, BETAS, ADAM),
}  # fmt: skip


def told_by(names: list[str], part: Part) -> dict[str, str]:
    """Setting by argument, for the arguments that stand for one; each setting once."""
    found: dict[str, str] = {}
    for setting, known in part.told.items():
        ranked = known.split()
        fitting = [name for name in names if plain(name) in ranked and name not in found]
        if fitting:
            found[min(fitting, key=lambda name: ranked.index(plain(name)))] = setting
    return found
