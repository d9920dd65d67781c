"""Finds out how a pair of functions works as a layer: which arguments are weights, what is returned where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from comparisons.pairs.pair import Pair
from comparisons.subjects.conventions.calls import Function, Pullback
from comparisons.subjects.conventions.layers.averages_returned import averages_returned
from comparisons.subjects.conventions.layers.function_layer import FunctionLayer, Pick, first_of_shape, handed_out
from comparisons.subjects.conventions.layers.function_results import Returned
from comparisons.subjects.conventions.layers.gates import by_gates, with_two_biases
from comparisons.subjects.conventions.layers.handing import KERNELS, OF_CHANNELS, VECTORS
from comparisons.subjects.conventions.layers.layouts import Layout, layouts
from comparisons.subjects.conventions.layers.masks import with_share
from comparisons.subjects.conventions.layers.modes import MODES, OTHER_IN_TRAINING
from comparisons.subjects.conventions.layers.options import TRAINS, options_of
from comparisons.subjects.conventions.layers.padding import with_padding
from comparisons.subjects.conventions.layers.probes import Probe, probes_of
from comparisons.subjects.conventions.layers.profiles import Profile, profile_for
from comparisons.subjects.conventions.layers.ranks import with_images
from comparisons.subjects.conventions.layers.rectangles import IMAGE_AXES, with_rectangles
from comparisons.subjects.conventions.layers.switches import NAMED
from comparisons.subjects.conventions.layers.values import AVERAGES, left_to_keras
from comparisons.subjects.conventions.layers.weights_by_key import WEIGHTS, keys_of
from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.inventory.pullbacks import HANDED
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import CandidateError, Get, Member, Put, Ref, Step

Roles = tuple[str, ...]
OUTPUTS = ("out", "output", "y")
"""What a way back calls the output, if it is handed that as well."""


def ways(sighting: Sighting, pair: Pair, session: Session) -> Iterator[FunctionLayer]:
    """Every way found in which two functions work as that layer (or as an activation with a cache)."""
    usual = _with_named_activations(profile_for(pair, sighting.name), sighting.value)
    found = False
    for profile in (usual, *with_two_biases(pair.name), *by_gates(pair.name)):
        for way in () if found else _with_weights_as(profile, sighting, pair, session):
            found = True
            yield way


def _with_named_activations(profile: Profile, member: Member | None) -> Profile:
    """The same with the activations that a function asks for by a word, as far as its source has the words."""
    asks = member is not None and any(p.name == "activation" for p in member.parameters if not p.has_default)
    words = [name for name in NAMED if member is not None and re.search(rf"['\"]{name}['\"]", member.source)]
    if not asks or not words or "activation" not in profile.fixed:
        return profile
    fixed = {name: value for name, value in profile.fixed.items() if name != "activation"}
    arguments, choices = {**profile.arguments, "activation": "activation"}, {**profile.choices, "activation": tuple(words)}
    return replace(profile, arguments=arguments, choices=choices, fixed=fixed, probe={**profile.probe, "activation": words[0]})


def _with_weights_as(profile: Profile, sighting: Sighting, pair: Pair, session: Session) -> Iterator[FunctionLayer]:
    """Every way found in which its weights are kept as a profile says."""
    keeps = False
    for probe in probes_of(pair, profile, "array"):
        if keeps:
            return  # what leaves averages is not looked at without them
        for way in explored_on(sighting, pair, session, probe, profile):
            source = sighting.value.source if sighting.value else ""
            way = with_padding(with_rectangles(way, pair, session, profile.sizes, source), pair, session, profile.sizes)
            way = with_images(way, pair, session, source)
            keeps |= bool(way.states)
            yield with_share(way, pair, session)


def explored_on(
    sighting: Sighting, pair: Pair, session: Session, probe: Probe, kept: Profile | None = None
) -> Iterator[FunctionLayer]:  # fmt: skip
    """Every way found on one probe alone."""
    member = sighting.value
    if member is None:
        return
    profile = kept or profile_for(pair, sighting.name)
    for forward, takes, keys in _forwards(member, pair, profile, probe, session):
        for layout in layouts(probe.case.x.ndim):
            if layout.name == "columns" and "axis" in (*forward.roles, *forward.keywords.values()):
                continue  # the axis of rows is another one there
            for given in _given(forward, probe, layout, keys, alike=bool(profile.pieces)):
                for untold in left_to_keras(takes):
                    plan = Plan(member, sighting.derivative, pair, profile, probe, forward, layout, given, takes, untold, keys)
                    yield from plan.explored(session)


def _forwards(
    member: Member, pair: Pair, profile: Profile, probe: Probe, session: Session
) -> Iterator[tuple[Function, Mapping[str, tuple[Any, ...]], Mapping[str, str]]]:  # fmt: skip
    """(call of forward, settings that it is told, weights by key): x first, weights by their names or in Keras's order."""
    names = required(member)
    options, takes = options_of(member, pair.name, profile)
    for name in names if probe.weights else ():
        if (keys := keys_of(name, profile, session.members())) and probe.weights.keys() >= set(keys.values()):
            rest = [other for other in names if other != name and other not in options]
            if len(rest) == 1:
                told = options | {name: WEIGHTS, rest[0]: "x"}
                beside = {option: role for option, role in options.items() if option not in names}
                yield Function(member.path, tuple(told[n] for n in names), beside, arguments=tuple(names)), takes, keys
    arrays = [name for name in names if name not in options]
    in_dictionary = "dictionary" in options.values()  # which holds averages, too
    weights = [name for name in probe.weights if name in probe.case.inputs or not in_dictionary]
    if len(arrays) != 1 + len(weights):
        return
    if profile.pieces and sorted(profile.weight(name) for name in arrays) != sorted(["", *weights]):
        return  # which is which, the names alone say
    named = [f"weight {profile.weight(name)}" if profile.weight(name) else "x" for name in arrays]
    by_order = ["x", *(f"weight {weight}" for weight in weights)]
    roles = iter(named if sorted(named) == sorted(by_order) else by_order)  # what is no weight is x, wherever it stands
    positional = tuple(options[name] if name in options else next(roles) for name in names)
    keywords = {name: role for name, role in options.items() if name not in names}
    yield Function(member.path, positional, keywords, arguments=tuple(names)), takes, {}


def _given(
    forward: Function, probe: Probe, layout: Layout, keys: Mapping[str, str], *, alike: bool
) -> Iterator[Mapping[str, Placement]]:  # fmt: skip
    """Layouts of the weights, those first that go with the layout of x; `alike` if those of as many axes have the same."""
    choices = []
    used = {role.removeprefix("weight ") for role in forward.roles} | {*keys.values()}
    if alike or keys:
        kernels = KERNELS[2][::-1] if layout.name == "columns" else KERNELS[2]
        for kernel, vector in product(kernels, VECTORS[:3]):
            yield {name: kernel if a.ndim == 2 else vector for name, a in probe.weights.items() if name in used}
        return
    vectors = (*VECTORS, OF_CHANNELS) if layout.name == "channels first" and probe.case.x.ndim == IMAGE_AXES else VECTORS
    for weight, a in ((name, a) for name, a in probe.weights.items() if name in used):
        known = KERNELS.get(a.ndim, vectors)
        choices.append([(weight, placement) for placement in (known[::-1] if layout.name == "columns" and a.ndim == 2 else known)])
    for chosen in product(*choices):
        yield dict(chosen)


@dataclass(frozen=True)
class Plan:
    """One way to call forward, about to be explored."""

    member: Member
    back: Member | None
    pair: Pair
    profile: Profile
    probe: Probe
    forward: Function
    layout: Layout
    given: Mapping[str, Placement]
    takes: Mapping[str, tuple[Any, ...]]
    untold: Mapping[str, Any]
    keys: Mapping[str, str] = field(default_factory=dict)

    def explored(self, session: Session) -> Iterator[FunctionLayer]:
        """The layer as far as it works: only where the output has the right shape."""
        settings = {name: value for name, value in self.probe.case.settings.items() if name not in self.takes}
        bare = FunctionLayer(
            self.profile, self.forward, given=self.given, layout=self.layout, takes=self.takes, keys=self.keys,
            pinned={**self.profile.fixed, **settings, **self.untold},
            tells_mode=self.pair.kind == "layer" and self._tells_training and self.probe.keeps(self.profile),
        )  # fmt: skip
        values = bare._values(self.probe.case)
        try:
            (result,) = session.run([self.forward.call(values)])
        except CandidateError as problem:
            session.problems.append(problem)
            return
        output = first_of_shape(result, self.layout.shape(self.probe.output))
        if output is None:
            return
        bare = self._with_states(session, replace(bare, output=output))
        bare = replace(bare, averages=averages_returned(self.member, self.forward) if bare.tells_mode else {})
        if self.back is not None:
            yield from self._going_back(session, bare, result)
        yield replace(bare, unhandled=self.back is not None)

    def _with_states(self, session: Session, bare: FunctionLayer) -> FunctionLayer:
        """The same with the averages that it leaves in its dictionary, where it was given them and they are others afterwards."""
        if not bare.tells_mode or "dictionary" not in (*bare.forward.roles, *bare.forward.keywords.values()):
            return bare
        given = bare._values(self.probe.case)["dictionary"]
        program: list[Step] = [Put(given), bare.forward.call(bare._values(self.probe.case) | {"dictionary": Ref(0)}), Get(Ref(0), ())]
        try:
            after = session.run(program)[-1]
        except CandidateError:
            return bare
        keys = {f"state {state}": key for state, names in AVERAGES.items() for key in names if _is_other(given.get(key), after.get(key))}
        return replace(bare, states=keys)

    @property
    def _tells_training(self) -> bool:
        """By an argument, or by a word in its dictionary."""
        roles = (*self.forward.roles, *self.forward.keywords.values())
        by_word = "dictionary" in roles and self.pair.name in OTHER_IN_TRAINING and TRAINS.search(self.member.source)
        return any(mode in roles for mode in MODES) or bool(by_word)

    def _going_back(self, session: Session, bare: FunctionLayer, result: Any) -> Iterator[FunctionLayer]:
        assert self.back is not None
        called, handed = (Pullback, handed_out(result)) if self.back.kind == HANDED else (Function, [])
        caches = handed or self._caches(bare, result)
        for roles in self._back_roles(given_back=isinstance(result, tuple | list)):
            for cache in caches if "cache" in roles or handed else [None]:
                back = called(self.back.path, roles, arguments=tuple(required(self.back)))
                going = replace(bare, backward=back, cache=cache)
                try:
                    value = self._back_value(session, going)
                except CandidateError as problem:
                    session.problems_back.append(problem)
                    continue
                results = Returned(self.profile, self.probe, self.layout, self.given, self.forward, self.back).places(value)
                if results:
                    yield replace(going, results=results)
                    if bare.layout.name == "columns" and self.given:
                        yield replace(going, results=results, divided=True)

    def _caches(self, bare: FunctionLayer, result: Any) -> list[Pick]:
        """Where the cache may be: what is returned beside the output, or all of it."""
        if not isinstance(result, tuple | list) or not bare.output:
            return [()]
        beside = [(number,) for number in range(len(result)) if (number,) != bare.output]
        return [*beside, ()]

    def _back_roles(self, *, given_back: bool) -> Iterator[Roles]:
        """Arguments of backward: upstream first, then the cache, or what forward was given.

        What forward has returned for it (`given_back`), and is called a cache, is nothing else.
        """
        assert self.back is not None
        names = required(self.back)
        forward = dict(zip(required(self.member), self.forward.roles))
        guessed = tuple(self._back_role(name, number, forward) for number, name in enumerate(names))
        if len(names) == 1:
            yield ("upstream",)
            return
        yield guessed
        if len(names) == 2 and not (given_back and any(means(name, "cache") for name in names)):
            for roles in (("upstream", "cache"), ("upstream", "x"), ("upstream", "y"), ("cache", "upstream"), ("x", "upstream")):
                if roles != guessed:
                    yield roles

    def _back_role(self, name: str, number: int, forward: Mapping[str, str]) -> str:
        if name in forward:
            return forward[name]
        weight = self.profile.weight(name)
        if weight and number:
            return f"weight {weight}"
        role = next((role for role in ("upstream", "cache") if means(name, role)), "")
        assert self.back is not None
        elsewhere = any(means(other, "upstream") and other not in forward for other in required(self.back))
        if role or (number == 0 and not elsewhere):
            return role or "upstream"
        return "x" if means(name, "x") else "y" if name in OUTPUTS else "cache"

    def _back_value(self, session: Session, going: FunctionLayer) -> Any:
        case = self.probe.case
        values = going._values(case) | {"upstream": self.layout.put(case.upstream(self.probe.output))}
        values["y"] = self.layout.put(np.zeros(self.probe.output))
        program: list[Any] = [self.forward.call(values)]
        values["cache"] = Ref(0)
        for key in going.cache or ():
            program.append(Get(values["cache"], key if isinstance(key, int) else [key], silent=True))
            values["cache"] = Ref(len(program) - 1)
        assert going.backward is not None
        return session.run([*program, going.backward.call(values)])[-1]


def _is_other(before: Any, after: Any) -> bool:
    return isinstance(before, np.ndarray) and isinstance(after, np.ndarray) and not np.array_equal(before, after)
