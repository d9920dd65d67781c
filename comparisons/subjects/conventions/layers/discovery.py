"""Finds out how a layer object works, by making one, writing its weights, and looking where results turn up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function, kind_of
from comparisons.subjects.conventions.layers.gates import kept_otherwise
from comparisons.subjects.conventions.layers.handing import handed
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.layouts import ROWS, Layout, layouts
from comparisons.subjects.conventions.layers.makers import PADDINGS, makers
from comparisons.subjects.conventions.layers.places import Program, Slot, Where
from comparisons.subjects.conventions.layers.probes import Probe, probes_of
from comparisons.subjects.conventions.layers.profiles import Profile, profile_of
from comparisons.subjects.conventions.layers.results import gradient_named, gradient_of, left_over, output_among, returned
from comparisons.subjects.conventions.layers.slots import Arrays, arrays_in, slots_of
from comparisons.subjects.conventions.layers.values import PAIR, left_to_keras, values_of
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, pick
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.sighting import Sighting, optional, required
from comparisons.subjects.worker import Call, CandidateError, Member, Opaque

NO_WEIGHTS = Profile({}, free=())
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


def ways(sighting: Sighting, pair: Pair, session: Session) -> Iterator[Layer]:
    """Every way found in which a class works as that layer (or as an activation in the shape of one)."""
    member = sighting.value
    assert member is not None
    profile = (profile_of(pair.name, member.name) or NO_WEIGHTS) if pair.kind == "layer" else NO_WEIGHTS
    forward = pick(member, FORWARD)
    if forward is None or not _calls(forward):
        return
    found = False
    for kept in kept_otherwise(pair.name, member):
        for way in _with_weights_as(kept, member, forward, pair, session):
            found = True
            yield way
    if not found:
        yield from _with_weights_as(profile, member, forward, pair, session)


def _with_weights_as(profile: Profile, member: Member, forward: Member, pair: Pair, session: Session) -> Iterator[Layer]:
    """Every way found in which its weights are kept as a profile says."""
    handled = False
    for per in ("array", "row"):
        for probe in probes_of(pair, profile, per):
            found = False
            for plan in _plans(member, forward, pair, profile, probe):
                for way in plan.explored(session):
                    found, handled = True, handled or not way.unhandled
                    yield replace(way, per=per)
            if found:
                break  # what has a bias is not looked at without it
        if handled or profile.sizes[0] == 1:
            return


def explored_on(sighting: Sighting, pair: Pair, session: Session, probe: Probe) -> Iterator[Layer]:
    """Every way found on one probe alone."""
    member = sighting.value
    forward = None if member is None else pick(member, FORWARD)
    if member is not None and forward is not None:
        for plan in _plans(member, forward, pair, profile_of(pair.name, member.name) or NO_WEIGHTS, probe):
            yield from plan.explored(session)


def _plans(member: Member, forward: Member, pair: Pair, profile: Profile, probe: Probe) -> Iterator[Plan]:
    for maker in makers(member, profile, list(pair.settings)):
        for layout in layouts(probe.case.x.ndim):
            for given in handed(maker, probe.weights):
                for untold in left_to_keras({*maker.roles, *maker.keywords.values()}):
                    yield Plan(member, forward, pair, profile, probe, maker, layout, given, untold)


def _calls(method: Member) -> bool:
    """Whether it takes one array, and perhaps a flag."""
    arrays = [name for name in required(method) if not means(name, "training")]
    return len(arrays) == 1


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
                if slots is None:
                    continue
                yield from self._with_results(session, replace(bare, slots=slots))
                return
            except CandidateError as problem:
                failed.insert(0 if not bare.preparations else len(failed), problem)
        if "both" not in self.maker.roles:  # two sizes for one argument: a guess whose failure says nothing
            session.problems += failed

    @property
    def _wanted(self) -> dict[str, np.ndarray]:
        """Weights that are to be found, since the constructor is not handed them."""
        return {name: a for name, a in self.probe.weights.items() if name not in self.given}

    def _went_through(self, session: Session, bare: Layer) -> None:
        """Forward was called without raising."""
        session.went_through |= self.layout == ROWS and not bare.preparations

    def _bare(self) -> Iterator[Layer]:
        """The object made, without knowing where anything is; with and without preparing it."""
        flag = next((p.name for p in self.forward.parameters if means(p.name, "training")), "")
        roles = tuple("training" if name == flag else "x" for name in required(self.forward))
        keywords = {flag: "training"} if flag and flag not in required(self.forward) else {}
        forward = Function(self.forward.name, roles, keywords, arguments=tuple(required(self.forward)))
        takes = {name: values for name, values in self.profile.choices.items() if self._can_tell(name)}
        takes |= {"padding": PADDINGS} if "padding" in self.maker.keywords.values() else {}
        pinned = {**self.profile.fixed, **{name: value for name, value in self.probe.case.settings.items() if name not in takes}}
        pinned |= self.untold
        bare = Layer(
            self.pair.name, self.maker, forward, None, self.layout, given=self.given, takes=self._with_defaults(takes), pinned=pinned,
            pieces=self.profile.pieces,
        )  # fmt: skip
        defaults = {self.maker.keywords[p.name]: p.default for p in self.member.parameters if p.name in self.maker.keywords}
        bare = replace(bare, tells_mode=bool(flag) and self.probe.keeps(self.profile), told_by_default=defaults)
        for preparations in self._preparations():
            yield replace(bare, preparations=preparations)

    def _can_tell(self, setting: str) -> bool:
        told = [role.removesuffix(PAIR) for role in (*self.maker.roles, *self.maker.keywords.values())]
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
            if role in self.pair.settings and isinstance(default, int | float) and role not in takes:
                found[role] = (default, *(value for value in self.pair.settings[role] if value != default))
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
        results = session.run(program.steps)
        self._went_through(session, bare)
        value, arrays = results[before - 2 if bare.output.pick is None else program.places["output"]], arrays_in(results[before])
        if any(slot.path in arrays and self._is_of_batch(name, slot.placement, arrays[slot.path]) for name, slot in bare.slots.items()):
            return
        output = output_among(value, arrays, shape, case.x)
        if output is None:
            if isinstance(value, Opaque):
                said = f"{self.forward.name} returns {kind_of(value)}, where an array was expected"
                session.problems.append(CandidateError("unusable", said))
            return
        bare = replace(bare, output=output)
        backs = list(self._backs())
        for back in backs:
            yield from self._going_back(session, bare, back)
        yield replace(bare, unhandled=bool(backs))

    def _is_of_batch(self, name: str, placement: Placement, found: np.ndarray) -> bool:
        """Whether what was taken for a moving average is that of the batch alone."""
        x, axes = self.probe.case.x, tuple(range(self.probe.case.x.ndim - 1))
        of_batch = {"moving_mean": x.mean(axis=axes), "moving_variance": x.var(axis=axes)}.get(name)
        return of_batch is not None and found.size == of_batch.size and np.allclose(placement.back(found), of_batch, rtol=1e-6)

    def _backs(self) -> Iterator[Function]:
        """Ways to call what goes back."""
        method = pick(self.member, [*BACKWARD, *DERIVATIVE], excluding=self.forward)
        if method is None:
            return
        names = required(method)
        rate = next((p.name for p in method.parameters if means(p.name, "rate")), "")
        arrays = [name for name in names if name != rate]
        shown = tuple(arrays)
        if len(arrays) == 1:
            roles = tuple("learning rate" if name == rate else "upstream" for name in names)
            keywords = {rate: "learning rate"} if rate in optional(method) else {}
            yield Function(method.name, roles, keywords, arguments=shown)
        elif len(arrays) == 2:
            first = ("x", "upstream") if means(arrays[1], "upstream") and not means(arrays[0], "upstream") else ("upstream", "x")
            for pair in (first, first[::-1], ("upstream", "learning rate")):
                roles_left = iter(pair)
                yield Function(method.name, tuple("learning rate" if name == rate else next(roles_left) for name in names), arguments=shown)

    def _going_back(self, session: Session, bare: Layer, back: Function) -> Iterator[Layer]:
        """With gradients where they turn up after going back."""
        case = self.probe.case
        going = replace(bare, backward=back)
        dy = case.upstream(self.probe.output)
        program = going.program(case, case.x, dy)
        after = program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        forward_only = replace(bare, backward=None).program(case, case.x, dy)
        before = forward_only.append(Call(f"{HELPERS}.arrays_of", (forward_only.owner,)))
        try:
            results = session.run(program.steps)
            old = arrays_in(session.run(forward_only.steps)[before])
        except CandidateError as problem:
            session.problems_back.append(problem)
            return
        value, new = results[after - 1], arrays_in(results[after])
        where: dict[str, Where] = {}
        x_shape = self.layout.shape(case.x.shape)
        dx = returned(value, x_shape) if case.x.dtype.kind == "f" else None
        dx = dx or gradient_of("x", None, x_shape, old, new)
        if dx is not None:
            where["gradient of x"] = dx
        for weight, a in self.probe.weights.items():
            if weight not in case.given:
                found = self._weight_gradient(going, weight, a, value, old, new)
                if found is not None:
                    where[f"gradient of {weight}"] = found
        for state in ("moving_mean", "moving_variance"):
            if state in bare.slots:
                where[f"state {state}"] = Where(None, bare.slots[state].path, bare.slots[state].placement)
        if where or case.x.dtype.kind != "f":  # else it went back, and what came of it is nowhere to be found
            yield replace(going, results=where)

    def _weight_gradient(self, going: Layer, weight: str, a: np.ndarray, value: Any, old: Arrays, new: Arrays) -> Where | None:
        slot = going.slots.get(weight)
        placement = slot.placement if slot is not None else going.given[weight]
        shape = placement.put(a).shape
        called = slot or self._handed_as(weight, placement)
        found = returned(value, shape) if isinstance(value, tuple | list) else None
        found = found or gradient_of(weight, called, shape, old, new)
        if found is not None:
            return replace(found, placement=placement)
        misshapen = gradient_named(weight, called, old, new) or left_over(
            value, list(self.probe.weights).index(weight), len(self.probe.weights)
        )
        if misshapen is not None:
            return misshapen
        if slot is not None and slot.path in old and slot.path in new and not np.array_equal(old[slot.path], new[slot.path]):
            return Where(None, slot.path, placement, step=True)
        return None

    def _handed_as(self, weight: str, placement: Placement) -> Slot | None:
        """Where a weight that the constructor is handed is kept, if under the name of the argument."""
        names = dict(zip(self.maker.roles, required(self.member)))
        name = names.get(f"weight {weight}")
        return None if name is None else Slot((name,), placement)
