"""Finds out how a layer object works, by making one, writing its weights, and looking where results turn up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function, kind_of
from comparisons.subjects.conventions.layers.layer import Layer, Path, Program, Slot, Where, steps_of
from comparisons.subjects.conventions.layers.layouts import Layout, layouts
from comparisons.subjects.conventions.layers.makers import makers
from comparisons.subjects.conventions.layers.profiles import PROFILES, Profile, profile_of
from comparisons.subjects.conventions.layers.results import gradient_named, gradient_of, left_over, output_among, returned
from comparisons.subjects.conventions.layers.values import values_of
from comparisons.subjects.conventions.placing import Placement, placements
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

HANDED = (
    (Placement((0, 1)), Placement((0,))),
    (Placement((0, 1)), Placement((0,), (0,))),
    (Placement((1, 0)), Placement((0,), (1,))),
    (Placement((1, 0)), Placement((0,))),
)
"""Layouts of kernel and bias that are handed to a constructor."""

Arrays = dict[Path, np.ndarray]


@dataclass(frozen=True)
class Probe:
    """An example that tells shapes apart, with what Keras makes of it.

    Args:
        case: the example.
        output: shape of Keras's output.
        weights: Keras's weights by name, in the case.
    """

    case: Case
    output: tuple[int, ...]
    weights: Mapping[str, np.ndarray]


def ways(sighting: Sighting, pair: Pair, session: Session) -> Iterator[Layer]:
    """Every way found in which a class works as that layer (or as an activation in the shape of one)."""
    member = sighting.value
    assert member is not None
    profile = (profile_of(pair.name, member.name) or NO_WEIGHTS) if pair.kind == "layer" else NO_WEIGHTS
    forward = pick(member, FORWARD)
    if forward is None or not _calls(forward):
        return
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
        for plan in _plans(member, forward, pair, PROFILES[pair.name], probe):
            yield from plan.explored(session)


def _plans(member: Member, forward: Member, pair: Pair, profile: Profile, probe: Probe) -> Iterator[Plan]:
    for maker in makers(member, profile, list(pair.settings)):
        for layout in layouts(probe.case.x.ndim):
            for given in _handed(maker):
                if given.keys() <= probe.weights.keys():
                    yield Plan(member, forward, pair, profile, probe, maker, layout, given)


def _calls(method: Member) -> bool:
    """Whether it takes one array, and perhaps a flag."""
    arrays = [name for name in required(method) if not means(name, "training")]
    return len(arrays) == 1


def probes_of(pair: Pair, profile: Profile, per: str) -> Iterator[Probe]:
    """With all weights; without a bias, for who has none. Of one sample, for who takes one at a time."""
    sizes = profile.sizes if per == "array" else (1, *profile.sizes[1:])
    settings = {name: values[0] for name, values in pair.varied().items()} | dict(profile.fixed) | dict(profile.probe)
    for bias in (True, False) if "use_bias" in settings else (True,):
        chosen = settings | ({"use_bias": bias} if "use_bias" in settings else {})
        case = pair.make_case(chosen, sizes, Values(seed=8), "float64", True)  # an even seed: no mask on sequences
        weights = {name: a for name, a in {**case.inputs, **case.given}.items() if name in profile.weights}
        yield Probe(case, pair.reference(case)["output"].shape, weights)


def _handed(maker: Function) -> Iterator[Mapping[str, Placement]]:
    roles = {role.removeprefix("weight ") for role in (*maker.roles, *maker.keywords.values()) if role.startswith("weight ")}
    if not roles:
        yield {}
    elif roles <= {"kernel", "bias"}:
        for kernel, bias in HANDED:
            yield {name: placement for name, placement in (("kernel", kernel), ("bias", bias)) if name in roles}
    elif roles == {"embeddings"}:
        yield {"embeddings": Placement((0, 1))}
    elif "recurrent_kernel" in roles:
        for axes in ((0, 1), (1, 0)):
            yield {name: Placement(axes) if name != "bias" else Placement((0,), (1,) if axes == (1, 0) else ()) for name in roles}
    else:
        yield dict.fromkeys(roles, Placement((0,)))


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

    def explored(self, session: Session) -> Iterator[Layer]:
        """The layer as far as it works."""
        for bare in self._bare():
            try:
                arrays = self._look(session, bare, lazy=False)
                slots = self._slots(arrays, bare)
                if slots is None:
                    bare = replace(bare, lazy=True)
                    arrays = self._look(session, bare, lazy=True)
                    slots = self._slots(arrays, bare)
                if slots is None:
                    continue
                yield from self._with_results(session, replace(bare, slots=slots))
                return
            except CandidateError as problem:
                session.problems.append(problem)

    def _bare(self) -> Iterator[Layer]:
        """The object made, without knowing where anything is; with and without preparing it."""
        flag = next((p.name for p in self.forward.parameters if means(p.name, "training")), "")
        roles = tuple("training" if name == flag else "x" for name in required(self.forward))
        keywords = {flag: "training"} if flag and flag not in required(self.forward) else {}
        forward = Function(self.forward.name, roles, keywords, arguments=tuple(required(self.forward)))
        takes = {name: values for name, values in self.profile.choices.items() if self._can_tell(name)}
        pinned = {**self.profile.fixed, **{name: value for name, value in self.probe.case.settings.items() if name not in takes}}
        bare = Layer(
            self.pair.name, self.maker, forward, None, self.layout, given=self.given, takes=self._with_defaults(takes), pinned=pinned
        )
        defaults = {self.maker.keywords[p.name]: p.default for p in self.member.parameters if p.name in self.maker.keywords}
        bare = replace(bare, tells_mode=bool(flag), told_by_default=defaults)
        for preparations in self._preparations():
            yield replace(bare, preparations=preparations)

    def _can_tell(self, setting: str) -> bool:
        told = (*self.maker.roles, *self.maker.keywords.values())
        also = {"units": ("both", "weight kernel"), "output_dim": ("weight embeddings",), "filters": ("weight kernel",)}
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

    def _slots(self, arrays: Arrays, bare: Layer) -> dict[str, Slot] | None:
        """Where each weight is; None if one is nowhere."""
        found: dict[str, Slot] = {}
        wanted = {name: a for name, a in self.probe.weights.items() if name not in self.given}
        for weight, value in wanted.items():
            fitting = [
                (_liking(path, weight, self.profile), number, path, placement)
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

    def _with_results(self, session: Session, bare: Layer) -> Iterator[Layer]:
        case, shape = self.probe.case, self.layout.shape(self.probe.output)
        dy = case.upstream(self.probe.output)
        program = bare.program(case, case.x, dy)
        before = program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        results = session.run(program.steps)
        value, arrays = results[before - 2 if bare.output.pick is None else program.places["output"]], arrays_in(results[before])
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
            if weight in case.inputs:
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
        found = returned(value, shape) if isinstance(value, tuple | list) else None
        found = found or gradient_of(weight, slot, shape, old, new)
        if found is not None:
            return replace(found, placement=placement)
        misshapen = gradient_named(weight, slot, old, new) or left_over(
            value, list(self.probe.weights).index(weight), len(self.probe.weights)
        )
        if misshapen is not None:
            return misshapen
        if slot is not None and slot.path in old and slot.path in new and not np.array_equal(old[slot.path], new[slot.path]):
            return Where(None, slot.path, placement, step=True)
        return None


UNLIKELY = 5
NOT_WEIGHTS = ("dw", "db", "vw", "vb", "mw", "mb")
KEPT_BESIDE = ("grad", "velocity", "momentum", "cache")
"""In names of what is kept beside the weights; some call running averages `cache_m`."""


def _turned_alike(slots: dict[str, Slot]) -> dict[str, Slot]:
    """A square matrix does not show whether it is transposed; the one beside it does."""
    if {"kernel", "recurrent_kernel"} <= slots.keys() and not slots["kernel"].placement.plain:
        slots["recurrent_kernel"] = replace(slots["recurrent_kernel"], placement=slots["kernel"].placement)
    return slots


def _liking(path: Path, weight: str, profile: Profile) -> int:
    """How well an attribute's name fits a weight: 0 for entirely, `UNLIKELY` for not at all, more for one that is something else."""
    names = [str(getattr(part, "key", part)) for part in path]
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


def arrays_in(found: Sequence[Any]) -> Arrays:
    """What the helper in the worker found, by path."""
    return {steps_of(path): array for path, array in found if isinstance(array, np.ndarray)}
