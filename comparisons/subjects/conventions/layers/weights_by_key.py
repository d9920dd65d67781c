"""Weights that come in one dictionary, `parameters["Wax"]`: by the keys that are read from it anywhere in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from comparisons.pairs.case import Case
from comparisons.subjects.conventions.layers.layouts import Layout
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.worker import Member

WEIGHTS = "weights by key"
"""The role of the dictionary."""
CLASSES = 2  # outputs of what comes behind the layer and is not looked at
OUTPUT_KERNELS, OUTPUT_BIASES = ("Wya", "Wy", "Why"), ("by",)
"""Of a recurrent layer that predicts something at every step as well."""


def keys_of(argument: str, profile: Profile, members: Sequence[Member]) -> dict[str, str]:
    """Weight by key, of all weights that there are; empty if the argument is no dictionary of them.

    Args:
        argument: its name; a dictionary of the same name elsewhere in the file is the same one.
        profile: what the weights are called.
        members: of the file.
    """
    read = re.compile(rf"\b{re.escape(argument)}\s*\[\s*['\"](\w+)['\"]\s*\]")
    there = dict.fromkeys(key for member in members for key in _read_in(member, read))
    found: dict[str, str] = {}
    for key in there:
        if weight := profile.weight(key):  # by several keys, if other functions of the file have other names for it
            found[key] = weight
    return found if found and set(found.values()) >= profile.weights.keys() else {}


def _read_in(member: Member, read: re.Pattern[str]) -> list[str]:
    return read.findall(member.source)


def of_outputs(case: Case, layout: Layout) -> Iterator[tuple[str, np.ndarray]]:
    """Weights of what a recurrent layer predicts at every step, beside its own."""
    units = case.settings.get("units")
    if units is None or case.x.ndim != 3:
        return
    turned = layout.name == "columns"
    for key in OUTPUT_KERNELS:
        yield key, np.ones((CLASSES, units) if turned else (units, CLASSES), dtype=case.dtype)
    for key in OUTPUT_BIASES:
        yield key, np.zeros((CLASSES, 1) if turned else (CLASSES,), dtype=case.dtype)
