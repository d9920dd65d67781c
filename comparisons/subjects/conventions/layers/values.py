"""What the roles of a layer's arguments stand for in an example."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from comparisons.pairs.case import Case
from comparisons.subjects.conventions.layers.layouts import Layout
from comparisons.subjects.conventions.layers.pieces import Pieces, cut
from comparisons.subjects.conventions.placing import Placement

RATE = 1024.0
"""Learning rate of layers that update themselves: a power of two, so large that the gradient is not lost in the weight."""

WINDOWS, STRIDES = ("kernel_size", "pool_size"), "strides"
PAIR = " as a pair"
"""Behind a setting of windows that is told as (height, width)."""
HEIGHT, WIDTH = " height", " width"
"""Behind one of which each side is told as an argument of its own."""
SHAPE_BY_SIDES = ("target_shape 0", "target_shape 1")
"""The shape of a `Reshape(*shape)`, of the two sides that are tried."""


def values_of(case: Case, layout: Layout, given: Mapping[str, Placement], pieces: Pieces = MappingProxyType({})) -> dict[str, Any]:
    """Every role's value; `pieces` are what weights are cut into."""
    x, settings = case.x, case.settings
    values: dict[str, Any] = dict(settings)
    values |= {"in": x.shape[-1], "shape in": tuple(x.shape[1:]), "in row": tuple(x.shape[1:]), "nothing": None, "learning rate": RATE}
    values |= {"image shape": layout.shape((1, *x.shape[1:]))[1:], "batch": len(x), "upstream": None, "flag": True}
    if "units" in settings:
        values["initial state"] = layout.put(np.zeros((len(x), settings["units"]), dtype=x.dtype))
        values["both"] = (x.shape[-1], settings["units"])
    for name in (*WINDOWS, STRIDES):
        if settings.get(name):
            sides = sides_of(settings[name])
            values |= {name + PAIR: sides, name + HEIGHT: sides[0], name + WIDTH: sides[1]}
    if settings.get("target_shape"):
        values |= dict(zip(SHAPE_BY_SIDES, settings["target_shape"]))
    if "padding" in settings:
        values["pad"] = (
            0 if settings["padding"] == "valid" else (max(sides_of(settings.get("kernel_size", settings.get("pool_size", 1)))) - 1) // 2
        )
    if "rate" in settings:
        values["keep"] = 1 - settings["rate"]
    values["mode"] = "train" if case.training else "test"
    values["dictionary"] = _dictionary(values, case)
    values["other dictionary"] = values["dictionary"] | ({"p": values["rate"]} if "rate" in values else {})
    arrays = cut({**case.inputs, **case.given}, pieces)
    return values | {f"weight {name}": placement.put(arrays[name]) for name, placement in given.items()}


def sides_of(window: int | tuple[int, int]) -> tuple[int, int]:
    """(height, width)."""
    return window if isinstance(window, tuple) else (window, window)


def told_by(role: str) -> str:
    """The setting that a role tells, in whichever form."""
    if role in SHAPE_BY_SIDES:
        return "target_shape"
    return role.removesuffix(PAIR).removesuffix(HEIGHT).removesuffix(WIDTH)


def left_to_keras(told: Collection[str]) -> Iterator[Mapping[str, Any]]:
    """Settings that follow from others where nobody tells them: windows that can be told move by their own size, or as the probe's do."""
    sized = {told_by(role) for role in told}
    if "pool_size" in sized and STRIDES not in sized:
        yield {STRIDES: None}
    yield {}


def _dictionary(values: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """All settings under every name that courses give them."""
    found: dict[str, Any] = {"mode": values["mode"]}
    for setting, names in NAMES.items():
        if setting in values:
            found |= dict.fromkeys(names, values[setting])
    if "keep" in values:
        found["p"] = values["keep"]
    for state, names in AVERAGES.items():
        if state in case.given:
            found |= {name: case.given[state].copy() for name in names}
    return found


AVERAGES = {"moving_mean": ("running_mean",), "moving_variance": ("running_var",)}
"""What moving averages are called in a dictionary of settings."""
NAMES = {
    "strides": ("stride", "strides", "s"),
    "pad": ("pad", "padding"),
    "pool_size": ("f", "pool_size"),
    "pool_size height": ("pool_height",),
    "pool_size width": ("pool_width",),
    "epsilon": ("eps", "epsilon"),
    "momentum": ("momentum",),
}
