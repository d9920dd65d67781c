"""Which of the arrays that an object holds are its weights: by their names and shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.subjects.conventions.layers.places import Path, Slot, steps_of
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.placing import placements
from comparisons.subjects.inventory.parameters import plain

Arrays = dict[Path, np.ndarray]
UNLIKELY = 5
NOT_WEIGHTS = ("dw", "db", "vw", "vb", "mw", "mb")
KEPT_BESIDE = ("grad", "velocity", "momentum", "cache")
"""In names of what is kept beside the weights; some call running averages `cache_m`."""


HELD = ("value", "data", "val", "array", "tensor", "values")
"""What the array of a parameter is called, beside its `grad`."""


def _turned_alike(slots: dict[str, Slot]) -> dict[str, Slot]:
    """A square matrix does not show whether it is transposed; the one beside it does."""
    for name in [name for name in slots if name.startswith("recurrent_kernel")]:
        beside = slots.get(name.removeprefix("recurrent_"))
        if beside is not None and not beside.placement.plain:
            slots[name] = replace(slots[name], placement=beside.placement)
    return slots


def _liking(path: Path, weight: str, profile: Profile) -> int:
    """How well an attribute's name fits a weight: 0 for entirely, `UNLIKELY` for not at all, more for one that is something else."""
    names = named_by(path)
    last = plain(names[-1]).replace("_", "")
    container = plain(names[-2]) if len(names) > 1 else ""
    told = profile.weight(names[-1]) == weight
    if not (told and "cache" in last) and (last in NOT_WEIGHTS or any(word in name for name in (last, container) for word in KEPT_BESIDE)):
        return UNLIKELY + 1
    if told:
        return len(path) - 1
    if profile.weight(names[-1]):
        return UNLIKELY + 1
    return UNLIKELY - 1 if container.startswith("param") or container == "weights" else UNLIKELY


def named_by(path: Path) -> list[str]:
    """The names on a path, without the word for the array in a parameter: `gamma` of `self.gamma.value`."""
    names = [str(getattr(part, "key", part)) for part in path]
    return names[:-1] if len(names) > 1 and plain(names[-1]) in HELD else names


def arrays_in(found: Sequence[Any]) -> Arrays:
    """What the helper in the worker found, by path."""
    return {steps_of(path): array for path, array in found if isinstance(array, np.ndarray)}


def slots_of(arrays: Arrays, wanted: Mapping[str, np.ndarray], profile: Profile) -> dict[str, Slot] | None:
    """Where each weight is; None if one is nowhere.

    Args:
        arrays: what the object holds, by path.
        wanted: Keras's weights by name.
        profile: what people call them.
    """
    found: dict[str, Slot] = {}
    for weight, value in wanted.items():
        fitting = [
            (_liking(path, weight, profile), number, path, placement)
            for number, (path, array) in enumerate(arrays.items())
            if path not in [slot.path for slot in found.values()]
            and (placement := next(placements(value.shape, array.shape), None)) is not None
        ]
        same_shape = sum(other.shape == value.shape for other in wanted.values()) > 1
        likely = [one for one in fitting if one[0] < UNLIKELY or (not same_shape and one[0] == UNLIKELY)]
        fitting = likely or (fitting if len(fitting) == 1 else [])  # `U` is the one or the other kernel: its shape tells
        if not fitting:
            return None
        _, _, path, placement = min(fitting, key=lambda one: one[:2])
        found[weight] = Slot(path, placement)
    return _turned_alike(found)
