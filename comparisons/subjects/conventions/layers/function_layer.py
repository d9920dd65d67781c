"""`function-cache`: `X_forward(x, w, b) -> (out, cache)` and `X_backward(dout, cache) -> (dx, dw, db)`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference, output_shape
from comparisons.subjects.conventions.calls import RETURNED_BACK, Function, Pullback, as_array
from comparisons.subjects.conventions.layers.layouts import OVER_COLUMNS, ROWS, Layout
from comparisons.subjects.conventions.layers.modes import told_mode, trained, unmasked
from comparisons.subjects.conventions.layers.padding import padded_evenly, wide_enough
from comparisons.subjects.conventions.layers.pieces import joined
from comparisons.subjects.conventions.layers.profiles import IMAGES, Profile
from comparisons.subjects.conventions.layers.sizes import drawn_sizes, smallest_sizes
from comparisons.subjects.conventions.layers.stated import DIVIDED, SQUARES, before_product, divided, turned
from comparisons.subjects.conventions.layers.values import values_of
from comparisons.subjects.conventions.layers.weights_by_key import WEIGHTS, of_outputs
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting
from comparisons.subjects.worker import Get, Item, Opaque, Put, Ref, Step

Pick = tuple[int | str, ...]


@dataclass(frozen=True)
class FunctionLayer(Adapter):
    """Calls a layer that is a pair of functions.

    Args:
        profile: of the layer it works as.
        forward, backward: no backward if there is none.
        output: where the output is in what forward returns.
        cache: where the cache is, None if there is none; () for all that forward returns.
        results: where gradients are in what backward returns.
        given: weights with their layouts.
        layout: of what flows through.
        divided: backward divides the gradients of the weights by the number of samples, which is undone here.
        takes, pinned: settings that can be told, and that it has.
        unhandled: there is a backward that could not be called.
        tells_mode: it takes a flag for training.
        keys: weights by their keys in the dictionary that they come in, if they do.
        states: keys under which it leaves averages in the dictionary that it was given, by the pair's names.
        squares: the kernel that it is handed has to be square.
        share: of dropout, the share of entries that is kept in the probe.
        also: sizes of images that it takes as well.
        spread: layouts of the weights beside images, where they have other axes there.
        averages: where it returns running averages, by the pair's names.
        pads_evenly: it takes a number of zeros, before as well as after.
    """

    profile: Profile
    forward: Function
    backward: Function | None = None
    output: Pick = ()
    cache: Pick | None = None
    results: Mapping[str, Pick] = field(default_factory=dict)
    given: Mapping[str, Placement] = field(default_factory=dict)
    layout: Layout = ROWS
    divided: bool = False
    takes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    pinned: Mapping[str, Any] = field(default_factory=dict)
    unhandled: bool = False
    tells_mode: bool = False
    states: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    squares: bool = False
    share: float | None = None
    also: tuple[tuple[int, ...], ...] = ()
    spread: Mapping[str, Placement] = field(default_factory=dict)
    averages: Mapping[str, Pick] = field(default_factory=dict)
    pads_evenly: bool = False

    @property
    def told(self) -> frozenset[str]:
        """Roles of its arguments."""
        return frozenset((*self.forward.roles, *self.forward.keywords.values()))

    @property
    def convention(self) -> str:  # type: ignore[override]  # depends on the layout
        if self.layout.name == "columns":
            return "columns"
        returns_more = bool(self.output)  # which is for going back
        return "function-cache" if self.backward is not None or returns_more or self.unhandled else "function"

    @property
    def details(self) -> tuple[str, ...]:
        found = [] if self.layout == ROWS else [f"layout: {self.layout.name}"]
        found += [f"weights come in a dictionary, under {', '.join(self.keys)}"] if self.keys else []
        found += [f"{name} has its axes in the order {p.axes}" for name, p in self.given.items() if not p.plain]
        found += [DIVIDED] if self.divided else []
        found += [SQUARES] if self.squares else []
        found += [RETURNED_BACK] if isinstance(self.backward, Pullback) else []
        return tuple(found)

    @property
    def words(self) -> frozenset[str]:
        return super().words | {self.layout.name.replace(" ", "-")}

    @property
    def tier(self) -> int:
        return 2 * self.unhandled

    @property
    def takes_integers(self) -> bool:
        return not self.given

    @property
    def incomplete(self) -> bool:
        return self.unhandled

    def place_of(self, what: str) -> int | None:
        pick = self.results.get(what)
        return pick[0] if pick and isinstance(pick[0], int) else None

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return self.takes

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        return self.pinned

    def stated(self) -> list[Found]:
        return [*before_product(self.pinned), *(turned(self.given) if self.layout == ROWS else ()), *([divided()] if self.divided else [])]

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]]:
        draws = self.profile.draws
        return st.sampled_from(draws) if draws else drawn_sizes(self.also)

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return self.profile.draws or smallest_sizes(self.also)

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        return self.profile.sizes

    def needed_for(self, setting: str) -> Mapping[str, Any]:
        return wide_enough(self.takes) if setting in ("padding", "strides") else {}

    def names(self, sighting: Sighting) -> Mapping[str, str]:
        roles = dict(zip(self.forward.roles, self.forward.arguments))
        found = {role.removeprefix("weight "): name for role, name in roles.items()} | {"input": roles.get("x", "x")}
        found |= {"over the batch": OVER_COLUMNS} if self.layout.name == "columns" else {}
        if self.backward is not None:
            back = dict(zip(self.backward.roles, self.backward.arguments))
            found["upstream"] = back.get("upstream", "dout")
        return found

    def caveats(self, sighting: Sighting) -> list[str]:
        value = sighting.value
        if value is None:
            return []
        asked = [p for p in value.parameters if isinstance(p.default, str) and p.name not in self.forward.keywords]
        left = [p for p in asked if re.search(rf"\b{p.name}\s*==", value.source)]
        found = [f"checked with {p.name}={p.default!r} alone; its other branches were not called" for p in left]
        return found + (["not compared: the gradient of the initial state, which is zeros here"] if self._goes_back_to_the_state else [])

    @property
    def _goes_back_to_the_state(self) -> bool:
        return self.backward is not None and "initial state" in self.told

    def prepared(self, pair: Pair, case: Case) -> Case:
        case = padded_evenly(case) if self.pads_evenly else case
        return unmasked(case if self.tells_mode else replace(case, training=True))

    def seen(self, pair: Pair, case: Case, outcome: Outcome, *, mine: bool) -> Outcome:
        return outcome if self.goes_back(case) else trained(outcome)

    def goes_back(self, case: Case) -> bool:
        return case.training or not self.tells_mode

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        if case.x.dtype.kind in "iu" and self.takes_integers and self.backward is not None:
            return replace(self, backward=None, cache=None, results={}).outcome(session, case, reference)
        if not self.goes_back(case) and self.backward is not None:
            return replace(self, backward=None, results={}).outcome(session, case, reference)
        program, values = self._begun(case)
        at_forward, before = len(program), len(program) - 1
        program.append(self.forward.call(values))
        kept = {}
        for state, name in self.states.items():
            kept[state] = len(program)
            program.append(Get(Ref(before), [Item(name)]))
        if self.backward is not None:
            values["upstream"] = self.layout.put(case.upstream(output_shape(reference)))
            if "y" in self.backward.roles:
                values["y"] = self.layout.put(np.asarray(reference()["output"]))
            if self.cache is not None:
                values["cache"] = Ref(at_forward)
                for key in self.cache:
                    program.append(Get(values["cache"], key if isinstance(key, int) else [key], silent=True))
                    values["cache"] = Ref(len(program) - 1)
            program.append(self.backward.call(values))
        results = session.run(program)
        found = self._read(results[at_forward], results[-1], case)
        return found | {state: self._turned(state, as_array(results[at], self.forward.name)) for state, at in kept.items()}

    def _begun(self, case: Case) -> tuple[list[Step], dict[str, Any]]:
        """(a program that has the dictionary of settings at hand, if it is written to, values of the roles)."""
        values = self._values(case)
        if not self.states:
            return [], values
        return [Put(values["dictionary"])], values | {"dictionary": Ref(0)}

    def _values(self, case: Case) -> dict[str, Any]:
        of_images = bool(self.spread) and case.x.ndim == len(IMAGES[0])
        values = values_of(case, self.layout, self.spread if of_images else self.given, self.profile.pieces)
        values |= {"x": self.layout.put(case.x)} | told_mode(training=case.training)
        if self.keys:
            kernels = {key: values[f"weight {weight}"] for key, weight in self.keys.items()}
            values[WEIGHTS] = kernels | dict(of_outputs(case, self.layout))
        return values

    def _read(self, forward: Any, backward: Any, case: Case) -> Outcome:
        array = as_array(replace(self.forward, pick=self.output).picked(forward), self.forward.name)
        outcome: Outcome = {"output": self._turned("output", array)}
        for state, pick in self.averages.items():
            outcome[state] = self._turned(state, as_array(replace(self.forward, pick=pick).picked(forward), self.forward.name))
        if self.backward is None:
            return outcome
        pieces = self.profile.pieces
        for what, pick in self.results.items():
            array = as_array(replace(self.backward, pick=pick).picked(backward), self.backward.name)
            outcome[what] = self._turned(what, array)
            if self.divided and what != "gradient of x":
                outcome[what] = outcome[what] * len(case.x)
        return joined(outcome, pieces, {**case.inputs, **case.given})

    def _turned(self, what: str, array: np.ndarray) -> np.ndarray:
        weight = what.removeprefix("gradient of ").removeprefix("state ")
        for placement in (self.given.get(weight), self.spread.get(weight)):
            with contextlib.suppress(ValueError):
                if placement is not None and array.ndim == len(placement.axes) + len(placement.added):
                    return placement.back(array)
        return self.layout.back(array)  # perhaps of another shape than it should have: shown as it is


def picks_in(value: Any) -> Iterator[tuple[Pick, Any]]:
    """Everything that was returned, with its place: the whole, and the items of a tuple, list or dict."""
    yield (), value
    if isinstance(value, tuple | list):
        yield from (((number,), item) for number, item in enumerate(value))
    elif isinstance(value, dict):
        yield from (((key,), item) for key, item in value.items())


def handed_out(value: Any) -> list[Pick]:
    """Places of functions that were returned beside something else."""
    return [place for place, item in picks_in(value) if place and isinstance(item, Opaque) and item.type_name == "function"]


def first_of_shape(value: Any, shape: Sequence[int], *, after: Pick | None = None) -> Pick | None:
    """The place of the first array of a shape."""
    return next(
        (place for place, item in picks_in(value) if isinstance(item, np.ndarray) and item.shape == tuple(shape) and place != after), None
    )
