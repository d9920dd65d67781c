"""Settings of a layer that is a function: arguments of their own, or one dictionary of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from comparisons.subjects.conventions.layers.makers import sides_apart
from comparisons.subjects.conventions.layers.modes import mode_role
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.values import told_by
from comparisons.subjects.inventory.parameters import plain, setting_of
from comparisons.subjects.worker import Member

DICTIONARIES = (
    "param",
    "params",
    "hparameters",
    "hparams",
    "config",
    "hyperparameters",
    "conv_param",
    "pool_param",
    "bn_param",
    "dropout_param",
    "ln_param",
)
TRAINS = re.compile(r"['\"](train|training|test|eval)['\"]")
"""Words for modes: the `mode="max"` of a pooling is another thing."""
INITIAL = ("h0", "c0", "a0", "h_prev", "h_init", "initial_state", "prev_h", "s0")


def options_of(member: Member, part: str, profile: Profile) -> tuple[dict[str, str], Mapping[str, tuple[Any, ...]]]:
    """(role by argument, settings that can be told with the values to try)."""
    found: dict[str, str] = {}
    for parameter in member.parameters:
        if parameter.kind.startswith("VAR_") or (parameter.name == "out" and parameter.has_default and parameter.default is None):
            continue  # a buffer for the result, as NumPy's functions have it
        name = parameter.name
        role = _role(name, [p.name for p in member.parameters], profile)
        setting = setting_of(part, name)
        if name in DICTIONARIES or name.endswith("_param"):
            found[name] = "dictionary"
        elif setting or role in profile.choices or role in ("pad", "keep", "rate"):
            found[name] = setting or role
        elif name.lower() in INITIAL:
            found[name] = "initial state"
        elif name == "mode" and TRAINS.search(member.source):
            found[name] = "mode"
        elif mode := mode_role(parameter):
            found[name] = mode
    found = sides_apart(found)
    told = {told_by(role) for role in found.values()}
    takes = {
        name: values
        for name, values in profile.choices.items()
        if name in told or "dictionary" in told or (name == "padding" and "pad" in told)
    }
    takes |= {name: profile.choices[name] for name in ("units", "filters", "output_dim", "kernel_size") if name in profile.choices}
    return found, takes


def _role(name: str, names: Sequence[str], profile: Profile) -> str:
    """What an argument that is no weight is told; the `G` beside a `gamma` is none."""
    weight = profile.weight(name)
    if not weight:
        return profile.role(name)
    beside = any(profile.weight(other) == weight for other in names if other != name)
    return profile.argument(name) if beside and len(plain(name)) == 1 else ""
