"""Where in what a function returned each gradient is: by its shape, its key, or its place among the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.function_layer import Pick, first_of_shape, picks_in
from comparisons.subjects.conventions.layers.layouts import Layout
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.results import GOES_BACK
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.worker import Member


@dataclass(frozen=True)
class Returned:
    """What the function that goes back returned on the probe; arguments as those of the plan."""

    profile: Profile
    probe: Probe
    layout: Layout
    given: Mapping[str, Placement]
    forward: Function
    back: Member | None

    def places(self, value: Any) -> dict[str, Pick]:
        """Where in what backward returned each gradient is, by its shape."""
        found: dict[str, Pick] = {}
        case = self.probe.case
        dx = first_of_shape(value, self.layout.shape(case.x.shape)) if case.x.dtype.kind == "f" else None
        if dx is not None:
            found["gradient of x"] = dx
        taken = {dx}
        told = [role.removeprefix("weight ") for role in self.forward.roles if role.startswith("weight ")]
        for weight in (*told, *(name for name in self.probe.weights if name not in told)):  # they come back as they went in
            if weight in self.probe.weights and weight not in case.given:
                shape = self.given[weight].put(self.probe.weights[weight]).shape
                places = [p for p in _all_of_shape(value, shape) if p not in taken]
                place = next((p for p in places if self._is_gradient_of(weight, p)), next(iter(places), None))
                if place is not None:
                    found[f"gradient of {weight}"] = place
                    taken.add(place)
        found |= self._misshapen(value, found)
        return found if dx is not None or case.x.dtype.kind != "f" else found | self._misshapen_input(value, found)

    def _misshapen_input(self, value: Any, found: Mapping[str, Pick]) -> dict[str, Pick]:
        """What can only be the gradient of x although it has another shape than x."""
        if self.back is None or not GOES_BACK.search(self.back.name):
            return {}
        own = {name: self.given[name].put(a).shape for name, a in self.probe.weights.items() if name not in self.probe.case.given}
        if isinstance(value, np.ndarray):
            return {"gradient of x": ()} if value.ndim and value.shape not in own.values() and not found else {}
        if not isinstance(value, tuple | list) or len(value) not in (len(own) + 1, len(own) + 2):  # with that of a first state
            return {}
        arrays = [((number,), item) for number, item in enumerate(value) if isinstance(item, np.ndarray)]
        free = [place for place, item in arrays if place not in found.values() and item.ndim == self.probe.case.x.ndim]
        return {"gradient of x": free[0]} if len(free) == 1 else {}

    def _is_gradient_of(self, weight: str, place: Pick) -> bool:
        """Whether the key of a place says so: `dWax`, or that of the weight itself."""
        key = place[-1] if place else ""
        return isinstance(key, str) and weight in (self.profile.weight(key), self.profile.weight(key.removeprefix("d")))

    def _misshapen(self, value: Any, found: dict[str, Pick]) -> dict[str, Pick]:
        """Gradients by their keys, or by their places behind dx, for those that have another shape than they should have."""
        missing = [name for name in self.probe.weights if name not in self.probe.case.given and f"gradient of {name}" not in found]
        keyed = {name: [p for p, _ in _everything(value) if self._is_gradient_of(name, p) and p not in found.values()] for name in missing}
        if found and any(keyed.values()):
            return {f"gradient of {name}": places[0] for name, places in keyed.items() if places}
        weights = [name for name in self.probe.weights if name in self.probe.case.inputs]
        free: list[Pick] = [(n,) for n in range(len(value)) if (n,) not in found.values()] if isinstance(value, tuple | list) else []
        if len(free) == len(missing) == 1 and len(value) == len(weights) + 1:
            return {f"gradient of {missing[0]}": free[0]}
        if not found or not isinstance(value, tuple | list) or len(value) != len(weights) + 1:
            return {}
        places: dict[str, Pick] = {f"gradient of {name}": (number,) for number, name in enumerate(weights, start=1)}
        return {what: place for what, place in places.items() if what not in found and place not in found.values()}


def _all_of_shape(value: Any, shape: tuple[int, ...]) -> Iterator[Pick]:
    yield from (place for place, item in _everything(value) if isinstance(item, np.ndarray) and item.shape == shape)


def _everything(value: Any) -> list[tuple[Pick, Any]]:
    """What was returned, its items, and theirs: there may be a dictionary of gradients beside dx."""
    beside = [(place, item) for place, item in picks_in(value) if place]
    inside = [((*place, *further), item) for place, part in beside for further, item in picks_in(part) if further]
    return [((), value), *beside, *inside]
