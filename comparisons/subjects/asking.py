"""Tells an error of the code from one of the call: what raises because it expects other things than it was given is not wrong."""

from __future__ import annotations

import re
from typing import Any

from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, LOSS_GRADIENT, pick
from comparisons.subjects.inventory.parameters import plain
from comparisons.subjects.inventory.sighting import Sighting, required
from comparisons.subjects.worker import Member

OURS = r"(numpy\.ndarray|StandIn|Pairs|Recorder|list|dict|memoryview|int|float|tuple|str)"
OTHER_TYPE = re.compile(
    rf"'{OURS}' object (has no attribute|is not (iterable|subscriptable|callable))|cannot unpack non-iterable (int|StandIn)"
)
ARGUMENTS = re.compile(r"TypeError: .*(missing \d+ required|takes \d+ positional|takes from \d+ to|unexpected keyword argument)")
NOTHING = re.compile(r"'NoneType' object has no attribute '(?P<name>\w+)'")
OTHER_SHAPE = re.compile(
    r"ValueError: (not enough|too many) values to unpack|IndexError: (arrays used as indices must be of integer|only integers, slices)"
)
METHODS = frozenset(plain(name).replace("_", "") for name in (*FORWARD, *DERIVATIVE))
"""Of an activation that it was told to do without."""
SETS_UP = re.compile(r"(init|build|set_?up|set|generate|create|make|compile).*(weight|param|shape|batch|layer)", re.IGNORECASE)
"""Methods that somebody else calls before the first forward."""
UNSET = re.compile(r"AttributeError: '(?P<type>\w+)' object has no attribute '(?P<name>\w+)'")


def asks_for_more(sighting: Sighting, problem: Any) -> str:
    """What a part needs that nobody can guess, from the error it raised in every way it was called; empty if it is the code's own.

    Args:
        sighting: the part.
        problem: what it raised first.
    """
    text = str(problem or "")
    if text and sighting.name.lower().endswith("cell"):
        return f"a cell seems to take one time step, where Keras's layer takes a sequence: {text}"
    if OTHER_TYPE.search(text):
        return f"nobody can guess what it is to be called with: {text}"
    if OTHER_SHAPE.search(text):
        return f"it expects something of another shape or type than what it was given, and nobody can guess which: {text}"
    absent = NOTHING.search(text)
    if absent is not None and plain(absent["name"]).replace("_", "") in METHODS:
        return f"nobody can guess what it is to be made with: {text}"
    if ARGUMENTS.search(text):
        return f"nobody can guess its arguments: {text}"
    if asked := lacks_its_object(sighting, problem):
        return asked
    unset = UNSET.search(text)
    maker = _sets(sighting.value, unset["name"]) if unset is not None else _sets_up(sighting.value) if text else None
    if maker is not None:
        return f"{maker.name}({', '.join(required(maker))}) has to be called first, and nobody can guess with what: {text}"
    return ""


def lacks_its_object(sighting: Sighting, problem: Any) -> str:
    """What a method misses that was called on an object nobody has made; empty for everything else."""
    unset = UNSET.search(str(problem or ""))
    if unset is None or all(member.kind != "method" for member in sighting.members):
        return ""
    return f"it reads what the constructor sets, and nobody can guess what {unset['type']} is to be made with: {problem}"


def prepares(sighting: Sighting, problem: Any) -> str:
    """The method that sets what going back misses, if that is neither the constructor nor forward: the part is to be called by it."""
    unset = UNSET.search(str(problem or ""))
    if unset is None or sighting.value is None:
        return ""
    assigns = re.compile(rf"self\.{unset['name']}\s*(:[^=\n]+)?=[^=]")
    forward = pick(sighting.value, FORWARD)
    others = [m for m in sighting.value.methods if m.name != "__init__" and m is not forward]
    return next((m.name for m in others if assigns.search(m.source)), "")


def way_back(sighting: Sighting) -> str:
    """The name of what goes back: a function of its own, or the method that a class has for it."""
    if sighting.derivative is not None:
        return sighting.derivative.name
    value = sighting.value
    names = [*BACKWARD, *DERIVATIVE, *LOSS_GRADIENT]
    found = None if value is None else pick(value, names, excluding=pick(value, FORWARD))
    return "its derivative" if found is None else found.name


def _sets_up(member: Member | None) -> Member | None:
    """The method of several arguments that prepares an object, by its name; those of one or none were tried."""
    methods = () if member is None or member.kind != "class" else member.methods
    return next((m for m in methods if len(required(m)) > 1 and SETS_UP.match(m.name) and "self." in m.source), None)


def _sets(member: Member | None, attribute: str) -> Member | None:
    """The method with arguments, not the constructor, that assigns an attribute."""
    assigns = re.compile(rf"self\.{attribute}\s*(:[^=\n]+)?=[^=]")
    methods = () if member is None else member.methods
    return next((m for m in methods if m.name != "__init__" and required(m) and assigns.search(m.source)), None)
