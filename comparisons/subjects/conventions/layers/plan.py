"""One way to make a layer object, explored: its weights are written, it is called, and results are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function, kind_of
from comparisons.subjects.conventions.layers.averages_by_use import averages_by_use
from comparisons.subjects.conventions.layers.going_back import backs, going_back, states_of
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.layouts import ROWS, Layout
from comparisons.subjects.conventions.layers.modes import mode_of
from comparisons.subjects.conventions.layers.modes_told import NOT_TOLD, told_of
from comparisons.subjects.conventions.layers.padding import words_for_padding
from comparisons.subjects.conventions.layers.places import Program, Slot
from comparisons.subjects.conventions.layers.probes import Probe
from comparisons.subjects.conventions.layers.profiles import Profile
from comparisons.subjects.conventions.layers.results import held_by, output_among
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in, slots_of
from comparisons.subjects.conventions.layers.values import told_by, values_of
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.worker import Call, CandidateError, Item, Member, Opaque, Ref

MOVING = re.compile(r"run|mov|avg|ema", re.IGNORECASE)
"""In the name of an attribute that is no batch's own mean or variance."""

USUAL = {"momentum": 0.99}
"""Keras's defaults of what examples have otherwise, for who cannot be told it and has it in the code."""
OF_WINDOWS = ("Conv1D", "Conv2D", "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D")
PREPARE = (
    "initialize",
    "init_weights",
    "initialise",
    "build",
    "setup",
    "compile",
    "set_input_shape",
    "init_params",
    "init",
    "initialize_weights",
)


@dataclass(frozen=True)
class Plan:
    """One way to make the object, about to be explored."""

    member: Member
    forward: Member
    pair: Pair
    profile: Profile
    probe: Probe
    maker: Function
    layout: Layout
    given: Mapping[str, Placement]
    untold: Mapping[str, Any]
    complete: bool = True

    def explored(self, session: Session) -> Iterator[Layer]:
        """The layer as far as it works."""
        failed: list[CandidateError] = []
        for bare in self._bare():
            try:
                arrays = self._look(session, bare, lazy=False)
                slots = slots_of(arrays, self._wanted, self.profile)
                if slots is None:
                    bare = replace(bare, lazy=True)
                    arrays = self._look(session, bare, lazy=True)
                    slots = slots_of(arrays, self._wanted, self.profile)
                    self._went_through(session, bare)
                slots = self._with_averages(session, bare, arrays) if slots is None else slots
                if slots is None:
                    continue
                yield from self._with_results(session, replace(bare, slots=slots))
                return
            except CandidateError as problem:
                failed.insert(0 if not bare.preparations else len(failed), problem)
        if "both" not in self.maker.roles:  # two sizes for one argument: a guess whose failure says nothing
            session.problems += failed

    def _with_averages(self, session: Session, bare: Layer, arrays: Arrays) -> dict[str, Slot] | None:
        """Where the weights are, if the averages among them are found by what they do."""
        others = {name: a for name, a in self._wanted.items() if name not in self.probe.case.given}
        slots = slots_of(arrays, others, self.profile) if len(others) < len(self._wanted) else None
        averages = {} if slots is None else averages_by_use(session, replace(bare, slots=slots), arrays, self.probe.case)
        return {**slots, **averages} if slots and averages else None

    @property
    def _wanted(self) -> dict[str, np.ndarray]:
        """Weights that are to be found, since the constructor is not handed them."""
        return {name: a for name, a in self.probe.weights.items() if name not in self.given}

    def _went_through(self, session: Session, bare: Layer) -> None:
        """Forward was called without raising."""
        session.went_through |= self.layout == ROWS and not bare.preparations

    def _bare(self) -> Iterator[Layer]:
        """The object made, without knowing where anything is; with and without preparing it."""
        flag, role = mode_of(self.forward)
        roles = tuple(role if name == flag else "x" for name in required(self.forward))
        keywords = {flag: role} if flag and flag not in required(self.forward) else {}
        forward = Function(self.forward.name, roles, keywords, arguments=tuple(required(self.forward)))
        takes = {name: values for name, values in self.profile.choices.items() if self._can_tell(name)}
        if "padding" in self.maker.keywords.values():
            takes["padding"] = words_for_padding(self.member.source, self.pair.settings["padding"], self._default_of("padding"))
        if self.probe.case.settings.get("padding", "valid") != "valid" and "kernel_size" in takes:
            takes["kernel_size"] = tuple(sorted(takes["kernel_size"], reverse=True))  # a kernel of 1 shows no padding
        pinned = {**self.profile.fixed, **{name: value for name, value in self.probe.case.settings.items() if name not in takes}}
        pinned |= {**self.untold, **{name: value for name, value in USUAL.items() if name in pinned}}
        bare = Layer(
            self.pair.name, self.maker, forward, None, self.layout, given=self.given, takes=self._with_defaults(takes), pinned=pinned,
            pieces=self.profile.pieces,
        )  # fmt: skip
        defaults = {self.maker.keywords[p.name]: p.default for p in self.member.parameters if p.name in self.maker.keywords}
        mode = NOT_TOLD if flag or not self.probe.keeps(self.profile) else told_of(self.member, self.pair.name)
        tells_mode = bool(mode) or (bool(flag) and self.probe.keeps(self.profile))
        bare = replace(bare, tells_mode=tells_mode, mode=mode, told_by_default=defaults, silent=not self.complete)
        for preparations in self._preparations():
            yield replace(bare, preparations=preparations)

    def _default_of(self, role: str) -> Any:
        return next((p.default for p in self.member.parameters if self.maker.keywords.get(p.name) == role), None)

    def _can_tell(self, setting: str) -> bool:
        told = [told_by(role) for role in (*self.maker.roles, *self.maker.keywords.values())]
        also = {
            "units": ("both", "weight kernel"),
            "output_dim": ("weight embeddings",),
            "filters": ("weight kernel",),
            "kernel_size": ("weight kernel",),
        }
        return setting in told or any(role in told for role in also.get(setting, ())) or (setting == "padding" and "pad" in told)

    def _with_defaults(self, takes: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
        """Settings with a default in the constructor, that first."""
        defaults = {role: p.default for p in self.member.parameters for role in [self.maker.keywords.get(p.name)] if role}
        found = dict(takes)
        for role, default in defaults.items():
            usual = self.pair.settings.get(role, ()) if role not in takes else takes[role] if self.pair.kind == "activation" else ()
            if usual and isinstance(default, int | float):
                found[role] = (default, *(value for value in usual if value != default))
        return found

    def _preparations(self) -> Iterator[tuple[Function, ...]]:
        found = [m for name in PREPARE for m in self.member.methods if plain(m.name) == name and m.kind == "method" and name != "init"]
        calls: list[Function] = []
        for method in sorted(found, key=lambda m: not means(next(iter(required(m)), ""), "x") and "shape" not in m.name):
            names = required(method)
            if len(names) <= 1:
                role = () if not names else ("optimizer",) if "opt" in names[0] else ("shape in",) if "shape" in names[0] else ("in",)
                calls.append(Function(method.name, role))
        if calls:
            yield tuple(calls)
        yield ()

    def _look(self, session: Session, bare: Layer, *, lazy: bool) -> Arrays:
        """Every array that the object holds once it is made."""
        program = Program([])
        bare.make(program, values_of(self.probe.case, self.layout, self.given), self.probe.case.x)
        program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        return arrays_in(session.run(program.steps)[-1])

    def _with_results(self, session: Session, bare: Layer) -> Iterator[Layer]:
        case, shape = self.probe.case, self.layout.shape(self.probe.output)
        dy = case.upstream(self.probe.output)
        program = bare.program(case, case.x, dy)
        before = program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        at = before - 2 if bare.output.pick is None else program.places["output"]
        held = program.append(Call(f"{HELPERS}.arrays_of", (Ref(at),)))
        results = session.run(program.steps)
        self._went_through(session, bare)
        value, arrays = results[at], arrays_in(results[before])
        doubtful = {name: slot.path for name, slot in bare.slots.items() if slot.path in arrays and not self._surely_kept(slot.path)}
        if any(self._is_of_batch(name, arrays[path]) for name, path in doubtful.items()):
            return
        output = output_among(value, arrays, shape, case.x)
        if isinstance(value, Opaque):
            output = held_by(arrays_in(results[held]), shape)
        if output is None:
            if isinstance(value, Opaque):
                said = f"{self.forward.name} returns {kind_of(value)}, where an array was expected"
                session.problems.append(CandidateError("unusable", said))
            elif self.complete and self._has_other_size(value):
                yield replace(bare, missized=True)
            return
        bare = replace(bare, output=output)
        ways_back = list(backs(self.member, self.forward))
        for back in ways_back:
            yield from going_back(session, bare, back, self.probe, self.member)
        yield replace(bare, unhandled=bool(ways_back), results=states_of(bare))

    def _has_other_size(self, value: Any) -> bool:
        """Whether windows were taken, only not as many as there are: samples and channels are as they should be.

        Of a constructor that takes a number nobody has told it, that may be as it is meant.
        """
        theirs = self.layout.put(np.empty(self.probe.output, dtype=bool))
        if self.pair.name not in OF_WINDOWS or not isinstance(value, np.ndarray) or value.ndim != theirs.ndim or value.size == 0:
            return False
        untold = [p for p in self.member.parameters if p.has_default and type(p.default) is int and not self.profile.argument(p.name)]
        mine, right = self.layout.back(value).shape, self.probe.output
        return not untold and (mine[0], mine[-1]) == (right[0], right[-1])

    def _surely_kept(self, path: Sequence[str | Item]) -> bool:
        """Whether a name says moving average, of code that does not begin one with the first batch."""
        return any(isinstance(part, str) and MOVING.search(part) for part in path) and "None" not in self.member.source

    def _is_of_batch(self, name: str, found: np.ndarray) -> bool:
        """Whether what was taken for a moving average is that of the batch alone."""
        x, axes = self.probe.case.x, tuple(range(self.probe.case.x.ndim - 1))
        of_batch = {"moving_mean": x.mean(axis=axes), "moving_variance": x.var(axis=axes)}.get(name)
        return of_batch is not None and found.size == of_batch.size and np.allclose(found.ravel(), of_batch, rtol=1e-6)
