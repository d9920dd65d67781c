"""How an object with weights is written, and methods that go forward and back: what was found out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.adapter import Adapter
from comparisons.subjects.conventions.calls import RETURNED_BACK, Function, Pullback
from comparisons.subjects.conventions.layers.layouts import OVER_COLUMNS, ROWS, Layout
from comparisons.subjects.conventions.layers.modes_told import NOT_TOLD, Told
from comparisons.subjects.conventions.layers.padding import padded_by_default, wide_enough
from comparisons.subjects.conventions.layers.pieces import Pieces
from comparisons.subjects.conventions.layers.places import RETURNED, Slot, Where, shown
from comparisons.subjects.conventions.layers.sizes import drawn_sizes, smallest_sizes
from comparisons.subjects.conventions.layers.stated import BARE, DIVIDED, MISSIZED, SQUARES, before_product, divided, turned
from comparisons.subjects.conventions.layers.update_methods import empties
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.finding_row import Found
from comparisons.subjects.inventory.sighting import Sighting

if TYPE_CHECKING:
    from comparisons.subjects.conventions.layers.profiles import Profile


OWN_RULE = "its weights change by a rule of its own, not by a learning rate times a gradient, so that no gradient can be told from it"


@dataclass(frozen=True)
class LayerForm(Adapter):
    """What is known of a layer object.

    Args:
        part: name of the pair.
        maker: its constructor.
        forward, backward: its methods; no backward if there is none.
        layout: of what flows through.
        output: where the output is.
        results: where gradients and states are, by the pair's names.
        slots: where weights are written.
        given: weights that the constructor is handed, with their layouts.
        preparations: methods to call first, such as `initialize(optimizer)`.
        lazy: weights exist after the first forward only.
        per: `"array"` or `"row"`.
        takes: settings that it can be told, with the values to try.
        pinned: settings that it has.
        tells_mode: its forward takes a flag for training, or `mode` is told.
        mode: how the object is told whether it is training.
        unhandled: it has a backward that could not be called.
        told_by_default: defaults of the constructor's arguments, by setting.
        pieces: what the weights are cut into.
        moves: its weights change when it goes back.
        divided: backward divides the gradients of the weights by the number of samples, which is undone here.
        squares: the kernel that it is handed has to be square.
        silent: it is not told all that it could be.
        linear: what it is told where it has no activation.
        bare: it takes an activation, and has been told none.
        own_activation: the activation that it has by default and was left with, or that is in its code.
        keeps_bias: it has a bias although it is told to have none.
        share: of dropout, the share of entries that is kept in the probe.
        also: sizes of images that it takes as well.
        pads_evenly: it takes a number of zeros, before as well as after.
        own_rule: it updates its weights by a rule of its own, which tells no gradient.
        missized: its output is of another height or width than Keras's, so that no gradient of that shape can be handed to it.
    """

    part: str
    maker: Function
    forward: Function
    backward: Function | None
    layout: Layout = ROWS
    output: Where = RETURNED
    results: Mapping[str, Where] = field(default_factory=dict)
    slots: Mapping[str, Slot] = field(default_factory=dict)
    given: Mapping[str, Placement] = field(default_factory=dict)
    preparations: tuple[Function, ...] = ()
    lazy: bool = False
    per: str = "array"
    takes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    pinned: Mapping[str, Any] = field(default_factory=dict)
    tells_mode: bool = False
    mode: Told = NOT_TOLD
    unhandled: bool = False
    told_by_default: Mapping[str, Any] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)
    moves: bool = False
    divided: bool = False
    squares: bool = False
    silent: bool = False
    linear: str | None = None
    bare: bool = False
    keeps_bias: bool = False
    own_activation: str = ""
    share: float | None = None
    also: tuple[tuple[int, ...], ...] = ()
    pads_evenly: bool = False
    own_rule: bool = False
    missized: bool = False

    @property
    def told(self) -> frozenset[str]:
        """Roles of its constructor's arguments."""
        return frozenset((*self.maker.roles, *self.maker.keywords.values()))

    @property
    def convention(self) -> str:  # type: ignore[override]  # depends on where results are
        if self.layout.name == "columns":
            return "columns"
        if any(where.step for where in self.results.values()):
            return "self-updating"
        found = (self.output, self.results.get("gradient of x", RETURNED))
        in_attributes = any(where.pick is None and not where.of_result for where in found)
        return "layer-attributes" if in_attributes else "layer-object"

    @property
    def details(self) -> tuple[str, ...]:
        found = [] if self.layout == ROWS else [f"layout: {self.layout.name}"]
        for weight, placement in {**{name: slot.placement for name, slot in self.slots.items()}, **self.given}.items():
            found += [] if placement.plain else [f"{weight} is stored transposed (axes {placement.axes})"]
        if any(where.step for where in self.results.values()):
            found.append("gradients are what the weights changed by, over the learning rate")
        if self.pieces:
            found.append(f"weights are kept as {', '.join(shown(self.slots[name].path) for name in self.pieces if name in self.slots)}")
        if self.per == "row":
            found.append("called one sample at a time")
        found += [SQUARES] if self.squares else []
        found += [BARE] if self.bare else []
        found += [f"its own activation: {self.own_activation}"] if self.own_activation else []
        found += [DIVIDED] if self.divided else []
        found += [RETURNED_BACK] if isinstance(self.backward, Pullback) else []
        return tuple(found)

    @property
    def words(self) -> frozenset[str]:
        return super().words | {self.layout.name.replace(" ", "-")}

    @property
    def tier(self) -> int:
        return self.silent + 2 * (self.per == "row") + 4 * self.unhandled + 8 * self.missized

    @property
    def takes_integers(self) -> bool:
        return not self.slots and not self.given and self.per == "array"

    @property
    def makes_weights_late(self) -> bool:
        return self.lazy

    @property
    def incomplete(self) -> bool:
        return self.unhandled

    @property
    def output_decides(self) -> bool:
        return bool(self.own_activation)

    def place_of(self, what: str) -> int | None:
        where = self.results.get(what)
        return where.pick[0] if where is not None and where.pick and isinstance(where.pick[0], int) else None

    @property
    def hides(self) -> str:
        return OWN_RULE if self.own_rule else ""

    def emptied(self, sighting: Sighting) -> str:
        """Of parameters that are objects with a gradient: whoever trains them sets that back; or the layer does, when it updates them."""
        slots = {name: slot.path for name, slot in self.slots.items() if len(slot.path) > 1}
        beside = [self.results[f"gradient of {name}"].path for name in slots if f"gradient of {name}" in self.results]
        held = beside and all(path and path[:-1] == slots[name][:-1] for name, path in zip(slots, beside))
        if held:
            return f"{shown(beside[0])} = 0"
        return empties(sighting.value, self) if sighting.value is not None else ""

    def settings(self, pair: Pair) -> Mapping[str, tuple[Any, ...]]:
        return self.takes

    def fixed(self, pair: Pair) -> Mapping[str, Any]:
        return self.pinned

    def defaults(self, pair: Pair) -> Mapping[str, Any]:
        return self.told_by_default

    def needed_for(self, setting: str) -> Mapping[str, Any]:
        return wide_enough(self.takes) if setting in ("padding", "strides") else {}

    def names(self, sighting: Sighting) -> Mapping[str, str]:
        found = {"input": self.forward.shown(0), "upstream": "dout"}
        if self.backward is not None:
            roles = self.backward.roles
            found["upstream"] = self.backward.shown(roles.index("upstream") if "upstream" in roles else 0)
        found |= {"over the batch": OVER_COLUMNS} if self.layout.name == "columns" else {}
        for weight, slot in self.slots.items():
            found[weight] = shown(slot.path)
        for what, where in self.results.items():
            if where.path and not where.step:
                found[what.removeprefix("gradient of ") + " gradient"] = shown(where.path)
        return found

    def caveats(self, sighting: Sighting) -> list[str]:
        padded = padded_by_default(self)
        said = [f"not compared: a padding of {padded}, its default: it was told none"] if padded and not self.pads_evenly else []
        return [*said, *([MISSIZED] if self.missized else [])]

    def stated(self) -> list[Found]:
        placements = {**{name: slot.placement for name, slot in self.slots.items()}, **self.given}
        return [*before_product(self.pinned), *(turned(placements) if self.layout == ROWS else ()), *([divided()] if self.divided else [])]

    def own_causes(self, pair: Any) -> list[Found]:
        from comparisons.subjects.conventions.layers.ignored import ignored_arguments

        return ignored_arguments(pair, {name: role for name, role in self.maker.keywords.items() if role in self.takes})

    def sizes(self, pair: Pair) -> st.SearchStrategy[tuple[int, ...]] | None:
        if self.profile is not None and self.profile.draws:
            return st.sampled_from(self.profile.draws)
        return drawn_sizes(self.also)

    def small_sizes(self, pair: Pair) -> tuple[tuple[int, ...], ...]:
        return self.profile.draws if self.profile is not None and self.profile.draws else smallest_sizes(self.also)

    def probe_sizes(self, pair: Pair) -> tuple[int, ...]:
        return self.profile.sizes if self.profile is not None else (4, 3)

    @property
    def profile(self) -> Profile | None:
        """How the layer is written; None for an activation in the shape of one."""
        from comparisons.subjects.conventions.layers.profiles import profile_of

        return profile_of(self.part, self.maker.name)
