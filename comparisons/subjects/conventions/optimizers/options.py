"""What an optimizer does only if its constructor is told to: momentum, Nesterov's, decays, clipping, another epsilon.

Branches that are off by default are never run by an optimizer as it is made, and hide mistakes well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.pairs.optimizer_pair import SHAPES
from comparisons.pairs.pair import Outcome
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import reads
from comparisons.subjects.worker import Member

ADAPTIVE = ("Adagrad", "Adadelta", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam")
RATE, SCHEDULE = "learning_rate", "InverseTimeDecay"


@dataclass(frozen=True)
class Option:
    """One thing that may be asked for.

    Args:
        setting: Keras's name for it.
        names: arguments that mean it, and are wrong if they do anything else.
        value: what they are told; float32 holds it.
        perhaps: arguments that may mean it, or something that Keras does not have.
        also: other settings of Keras that the arguments may stand for.
        optimizers: those that have it; empty for all.
        needs: another setting without which it does nothing.
        near: relative distance from Keras that is a matter of taste, such as of an epsilon beside a norm.
    """

    setting: str
    names: str
    value: bool | float
    perhaps: str = ""
    also: tuple[str, ...] = ()
    optimizers: tuple[str, ...] = ()
    needs: str = ""
    near: float = 0.0

    def is_called(self, name: str) -> bool:
        """Whether an argument may mean it."""
        return plain(name) in (*self.names.split(), *self.perhaps.split())

    def is_surely_called(self, name: str) -> bool:
        """Whether an argument can mean nothing else."""
        return plain(name) in self.names.split()


OPTIONS = (
    Option("momentum", "momentum mom mu", 0.75, optimizers=("SGD", "RMSprop")),
    Option("nesterov", "nesterov use_nesterov is_nesterov nag", True, optimizers=("SGD",), needs="momentum"),
    Option("centered", "centered", True, optimizers=("RMSprop",)),
    Option("amsgrad", "amsgrad ams_grad use_amsgrad", True, optimizers=("Adam", "AdamW")),
    Option("weight_decay", "weight_decay", 0.0625, "wd l2 l2_reg reg lambda decay_weights"),
    Option("clipnorm", "clipnorm", 0.5, "clip_norm max_norm max_grad_norm clip_grad_norm", ("global_clipnorm",), near=1e-4),
    Option("global_clipnorm", "global_clipnorm", 0.5, "global_clip_norm", near=1e-4),
    Option("clipvalue", "clipvalue", 0.25, "clip_value clip grad_clip gradient_clip", ("clipnorm", "global_clipnorm")),
    Option(RATE, "", 0.25, "decay lr_decay learning_rate_decay rate_decay", ("weight_decay",)),
    Option("epsilon", "", 0.0009765625, "epsilon eps", optimizers=ADAPTIVE),
    Option("initial_accumulator_value", "initial_accumulator_value", 0.5, "initial_accumulator", optimizers=("Adagrad",)),
)
"""`learning_rate` stands for one that becomes smaller with every update."""
OFF = {"momentum": 0.0, "clipnorm": float("inf"), "global_clipnorm": float("inf"), "clipvalue": float("inf")}
"""What turns an option off that is a number."""
WITHOUT_MOMENTUM = Option("momentum", "momentum mom mu", 0.0)


def options_of(member: Member, keras: str, told: Mapping[str, str]) -> dict[str, Option]:
    """Option by argument of a constructor, for those that may be left out and stand for no coefficient that is told anyway."""
    left = [p.name for p in member.parameters if p.has_default and p.name not in told]
    fitting = [option for option in OPTIONS if not option.optimizers or keras in option.optimizers]
    fitting = [option for option in fitting if option.setting not in told.values() or option.setting == RATE]
    return {name: option for option in fitting for name in left if option.is_called(name)}


def without_momentum(part: str, told: Mapping[str, str]) -> dict[str, Option]:
    """Momentum that is on unless it is turned off."""
    return {name: WITHOUT_MOMENTUM for name, setting in told.items() if (part, setting) == ("momentum", "momentum")}


def is_read(member: Member, argument: str) -> bool:
    """Whether any method but the constructor speaks of it, or a function anywhere but among its arguments."""
    if member.kind == "function":
        return reads(member, argument)
    return any(re.search(rf"\b_?{argument}\b", method.source) for method in member.methods if method.name != "__init__")


def turned_off(member: Member, options: Mapping[str, Option], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Options that somebody gets who does not ask, and in Keras does not get, turned off: each is a matter of its own, and told later."""
    found: dict[str, Any] = {}
    for p in member.parameters:
        setting = options[p.name].setting if p.name in options else ""
        if not setting or settings.get(setting):
            continue
        if p.default is True:
            found[p.name] = False
        elif isinstance(p.default, float) and p.default and setting in OFF:
            found[p.name] = OFF[setting]
    return found


def keras_settings(option: Option, setting: str, rate: float) -> dict[str, Any]:
    """The settings of Keras that a value of the option stands for."""
    if setting != RATE:
        return {setting: option.value}
    return {setting: (SCHEDULE, (("initial_learning_rate", rate), ("decay_steps", 1), ("decay_rate", option.value)))}


def with_exact_rates(pair: Any, case: Case) -> Outcome:
    """Scratch's variables in float64, by rates that become smaller in float64: schedules compute in float32, as in Keras."""
    how = dict(case.settings[RATE][1])
    made = pair.make({**case.settings, RATE: how["initial_learning_rate"]})
    variables = {name: case.inputs[name].astype("float64") for name in SHAPES}
    made.build(list(variables.values()), list(variables))
    rows = {name: [a.copy()] for name, a in variables.items()}
    for update in range(len(case.inputs["kernel_gradients"])):
        made.learning_rate = how["initial_learning_rate"] / (1 + how["decay_rate"] * update)
        made.apply([case.inputs[f"{name}_gradients"][update].astype("float64") for name in SHAPES])
        for name, a in variables.items():
            rows[name].append(a.copy())
    return {name: np.stack(stacked) for name, stacked in rows.items()}
