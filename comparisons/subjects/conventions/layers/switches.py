"""What a layer can be told to have or to do without: an activation by its name, and a bias."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from comparisons.pairs.case import Case, Values
from comparisons.pairs.pair import Outcome
from comparisons.subjects.conventions.calls import UnusableResultError
from comparisons.subjects.conventions.layers.layer import Layer
from comparisons.subjects.conventions.layers.makers import LINEAR, activations_of
from comparisons.subjects.conventions.layers.places import Program
from comparisons.subjects.conventions.layers.slots import arrays_in
from comparisons.subjects.conventions.layers.values import values_of
from comparisons.subjects.conventions.session import HELPERS, Session
from comparisons.subjects.worker import Call, CandidateError, Member

NAMED = ("relu", "tanh", "sigmoid", "softmax")


def with_activations(way: Layer, pair: Any, session: Session, member: Member) -> Layer:
    """The same way of calling it, told the name of an activation as well, of those that change what it computes.

    Who takes a function or an object for an activation raises when it is told a name, and who only draws weights by it computes the same:
    neither is asked further.
    """
    given = next((p for p in member.parameters if p.name.lower().startswith("act")), None)
    if given is None or "activation" not in pair.settings or way.maker.keywords.get(given.name, "nothing") != "nothing":
        return way
    if given.name in activations_of(member) and given.name not in way.maker.keywords:
        return way
    if not given.has_default or not isinstance(given.default, str | None):
        return replace(way, bare=True)
    maker = replace(way.maker, keywords={**way.maker.keywords, given.name: "activation"})
    linear = given.default if given.default in LINEAR else None
    pinned = {name: value for name, value in way.pinned.items() if name != "activation"}
    told = replace(way, maker=maker, linear=linear, pinned=pinned, takes={**way.takes, "activation": (None,)})
    case = _case(told, pair)
    plain = _outcome(told, session, case, pair)
    others = [name for name in NAMED if _is_another(_outcome(told, session, case.with_settings(activation=name), pair), plain)]
    return replace(told, takes={**told.takes, "activation": (None, *others)}) if plain and others else replace(way, bare=True)


def with_bias_kept(way: Layer, pair: Any, session: Session) -> Layer:
    """The same, knowing whether it keeps a bias although it is told to have none: then a bias is written, and must count for nothing."""
    slot = way.slots.get("bias")
    if "bias" in way.given and "use_bias" in way.takes:  # who is handed one has one
        takes = {name: values for name, values in way.takes.items() if name != "use_bias"}
        return replace(way, takes=takes, pinned={**way.pinned, "use_bias": True})
    if slot is None or "use_bias" not in way.takes:
        return way
    case = _case(way, pair).with_settings(use_bias=False)
    program = Program([])
    try:
        way.make(program, values_of(case, way.layout, way.given) | {"activation": way.linear}, case.x)
        program.append(Call(f"{HELPERS}.arrays_of", (program.owner,)))
        arrays = arrays_in(session.run(program.steps)[-1])
    except CandidateError:
        return way
    kept = slot.path in arrays and arrays[slot.path].shape == slot.placement.put(case.inputs["bias"]).shape
    return replace(way, keeps_bias=kept)


def _case(way: Layer, pair: Any) -> Case:
    settings = {name: values[0] for name, values in pair.varied().items()} | {name: values[-1] for name, values in way.takes.items()}
    case: Case = pair.make_case({**settings, **way.pinned, "use_bias": True}, way.probe_sizes(pair), Values(seed=8), "float64", True)
    return case


def _outcome(way: Layer, session: Session, case: Case, pair: Any) -> Outcome:
    try:
        return replace(way, backward=None, results={}).outcome(session, case, lambda: pair.reference(case))
    except (CandidateError, UnusableResultError):
        return {}


def _is_another(found: Outcome, plain: Outcome) -> bool:
    """Whether an output has the same shape and other numbers."""
    return bool(found and plain and found["output"].shape == plain["output"].shape and not np.allclose(found["output"], plain["output"]))
