"""One step of a recurrent layer: looped over here, step by step and back again, and compared with Keras's layer over the whole sequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from hypothesis import strategies as st

from comparisons.pairs.case import Case
from comparisons.pairs.pair import Outcome, Pair
from comparisons.subjects.conventions.adapter import Adapter, Reference, output_shape
from comparisons.subjects.conventions.calls import Function, as_array
from comparisons.subjects.conventions.layers.layouts import ONE_SAMPLE, ROWS, Layout
from comparisons.subjects.conventions.layers.modes import unmasked
from comparisons.subjects.conventions.layers.pieces import cut, joined
from comparisons.subjects.conventions.layers.places import Path
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.stated import DIVIDED, divided
from comparisons.subjects.conventions.layers.weights_by_key import WEIGHTS, of_outputs
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.finding_row import Found
from comparisons.subjects.worker import Call, Get, Item, Put, Ref, Step, Write

Pick = tuple[int | str, ...]
STATES = ("h", "c")
"""A state that is the output, and of an LSTM another one."""
ROWWISE = ("output", "gradient of x")
"""What has samples; all else is summed over them."""


@dataclass(frozen=True)
class Cell(Adapter):
    """Calls one step after the other.

    Args:
        profile: of the layer that it is a step of.
        forward, backward: no backward if there is none. Roles of what they take: `x`, `state h`, `state c`, `weight NAME` or a dictionary
            of weights, `upstream h`, `upstream c`, `cache`, `output h`; sizes, of what makes the object.
        given: weights with their layouts.
        states: where the states are in what forward returns.
        cache: where the cache is.
        results: where gradients are in what backward returns: of `x`, of `state h` and `state c`, of weights.
        layout: of what flows through.
        keys: weights by their keys in the dictionary that they come in, if they do.
        maker: makes the object, of which there is one for every step; None for functions.
        left: gradients that the object keeps, by their paths.
        slots: paths of weights of its own, which are written there.
        divided: the gradients of the weights are divided by the number of samples, which is undone here.
        unhandled: it has a backward that could not be called.
    """

    convention: ClassVar[str] = "cell"
    profile: Profile
    forward: Function
    backward: Function | None
    given: Mapping[str, Placement]
    states: Mapping[str, Pick]
    cache: Pick | None = None
    results: Mapping[str, Pick] = field(default_factory=dict)
    layout: Layout = ROWS
    keys: Mapping[str, str] = field(default_factory=dict)
    maker: Function | None = None
    left: Mapping[str, Path] = field(default_factory=dict)
    slots: Mapping[str, Path] = field(default_factory=dict)
    divided: bool = False
    unhandled: bool = False

    @property
    def incomplete(self) -> bool:
        return self.unhandled

    @property
    def details(self) -> tuple[str, ...]:
        found = ["one step, looped over from a state of zeros"]
        found += [] if self.layout == ROWS else [f"layout: {self.layout.name}"]
        found += [DIVIDED] if self.divided else []
        found += [f"weights come in a dictionary, under {', '.join(self.keys)}"] if self.keys else []
        return tuple(found)

    @property
    def words(self) -> frozenset[str]:
        return super().words | {self.layout.name.replace(" ", "-")}

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return {"units": self.profile.choices["units"]}

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        return {**self.profile.fixed, "return_sequences": True, "use_bias": True}

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]]:
        return st.sampled_from(self.profile.draws)

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return self.profile.draws

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        return self.profile.sizes

    def prepared(self, pair: Pair, case: Case) -> Case:
        return unmasked(case)

    def stated(self) -> list[Found]:
        return [divided()] if self.divided else []

    def outcome(self, session: Session, case: Case, reference: Reference) -> Outcome:
        dy = case.upstream(output_shape(reference)) if self.backward is not None else None
        if self.layout != ONE_SAMPLE:
            run = Loop(self, case, dy)
            return run.read(session.run(run.program))
        found = []
        for row in range(len(case.x)):
            run = Loop(self, case.with_x(case.x[row : row + 1]), None if dy is None else dy[row : row + 1])
            found.append(run.read(session.run(run.program)))
        joins = {what: np.concatenate if what in ROWWISE else np.add.reduce for what in found[0]}
        return {what: join([one[what] for one in found]) for what, join in joins.items()}

    def made(self, case: Case, program: list[Step]) -> Ref | None:
        """The object that a program makes, with weights written; None for functions."""
        if self.maker is None:
            return None
        values = self.values(case)
        program.append(self.maker.call(values, silent=True))
        owner = Ref(len(program) - 1)
        program += [Write(owner, path, values[f"weight {name}"]) for name, path in self.slots.items()]
        return owner

    def values(self, case: Case) -> dict[str, Any]:
        """Of all roles that are the same at every step."""
        arrays = cut({**case.inputs, **case.given}, self.profile.pieces)
        weights = {name: placement.put(arrays[name]) for name, placement in self.given.items()}
        found: dict[str, Any] = {f"weight {name}": a for name, a in weights.items()}
        found |= {"in": case.x.shape[-1], "units": case.settings["units"], "nothing": None}
        if self.keys:
            found[WEIGHTS] = {key: weights[name] for key, name in self.keys.items()} | dict(of_outputs(case, self.layout))
        return found


class Loop:
    """A program that goes through a sequence, and back, with places of what it computes.

    Args:
        cell: how a step is called.
        case: an example with the sequence.
        dy: upstream gradient of all outputs; None to go forward only.
    """

    def __init__(self, cell: Cell, case: Case, dy: np.ndarray | None) -> None:
        self.cell, self.case = cell, case
        self.program: list[Step] = []
        self.outputs: list[int] = []
        self.gradients: dict[str, list[int]] = {}
        self.steps: list[dict[str, Any]] = []
        self._values = cell.values(case)
        self._forward()
        if dy is not None:
            self._back(dy)

    def _forward(self) -> None:
        cell, steps = self.cell, self.case.x.shape[1]
        zeros = cell.layout.put(np.zeros((len(self.case.x), self.case.settings["units"]), dtype=self.case.dtype))
        states: dict[str, Any] = {f"state {name}": zeros for name in cell.states}
        for number in range(steps):
            owner = cell.made(self.case, self.program)
            flowing = states | {"x": cell.layout.put(self.case.x[:, number])}
            at = self._append(cell.forward.call(self._values | flowing, owner, silent=True))
            states = {f"state {name}": Ref(self._picked(at, pick)) for name, pick in cell.states.items()}
            self.outputs.append(states["state h"].index)
            cache = None if cell.cache is None else Ref(self._picked(at, cell.cache, silent=True))
            self.steps.append(flowing | {"owner": owner, "cache": cache, "output h": states["state h"]})

    def _back(self, dy: np.ndarray) -> None:
        cell = self.cell
        assert cell.backward is not None
        following: dict[str, Any] = {}
        zeros = cell.layout.put(np.zeros(dy[:, 0].shape, dtype=dy.dtype))
        for number in reversed(range(dy.shape[1])):
            step = self.steps[number]
            upstream = Ref(self._append(Put(cell.layout.put(dy[:, number]))))
            if "h" in following:
                upstream = Ref(self._append(Call(f"{HELPERS}.added", (upstream, following["h"]), silent=True)))
            taken = self._values | step | {"upstream h": upstream, "upstream c": following.get("c", zeros)}
            at = self._append(cell.backward.call(taken, step["owner"], silent=True))
            places = {what: self._picked(at, pick) for what, pick in cell.results.items()}
            places |= {what: self._append(Get(step["owner"], path)) for what, path in cell.left.items()}
            following = {name: Ref(places[f"state {name}"]) for name in STATES if f"state {name}" in places}
            for what, place in places.items():
                self.gradients.setdefault(what, []).append(place)

    def read(self, results: Sequence[Any]) -> Outcome:
        """Outputs of all steps, gradients of the sequence, and of the weights in sum."""
        cell, name = self.cell, self.cell.forward.name
        found: Outcome = {"output": np.stack([cell.layout.back(as_array(results[at], name)) for at in self.outputs], axis=1)}
        for what, places in self.gradients.items():
            arrays = [as_array(results[at], name) for at in places]
            if what == "x":
                found["gradient of x"] = np.stack([cell.layout.back(a) for a in arrays[::-1]], axis=1)
            elif not what.startswith("state "):
                placement = cell.given[what]
                total = np.sum(arrays, axis=0) * (len(self.case.x) if cell.divided else 1)
                fits = total.ndim == len(placement.axes) + len(placement.added)
                found[f"gradient of {what}"] = placement.back(total) if fits else total
        return joined(found, cell.profile.pieces, {**self.case.inputs, **self.case.given})

    def _picked(self, at: int, pick: Pick, *, silent: bool = False) -> int:
        """The place of a part of a result."""
        return self._append(Get(Ref(at), [key if isinstance(key, int) else Item(key) for key in pick], silent=silent))

    def _append(self, step: Step) -> int:
        self.program.append(step)
        return len(self.program) - 1
