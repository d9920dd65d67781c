"""Methods by which a layer changes its weights apart from going back, such as `update(lr)`: which there are, and how each is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comparisons.subjects.conventions.calls import Function
from comparisons.subjects.conventions.layers.places import Path, Where, shown
from comparisons.subjects.conventions.layers.update_code import Code, code_of, reached
from comparisons.subjects.inventory.parameters import means, plain
from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.worker import Member, Parameter

UPDATES = re.compile(
    r"_*(sgd|gradient|grad|weights?|param(eter)?s?|take|do)?_?(update|step|descent|descend|apply_?grad|optimi[sz]e|adjust)\w*|sgd|learn(_?\w+)?",
    re.IGNORECASE,
)
WRITES = re.compile(r"self\.\w+(\[[^\]]*\])?\s*[-+]?=(?!=)")
RATES = ("alpha", "rate", "l_rate", "lrate", "learnrate", "a_lr")
"""Beside what is called a learning rate anywhere: where weights are updated there is nothing else that these could be."""
REMEMBERS = re.compile(
    r"moment|veloc|(^|_)iter(s|ations?)?(_|$)|epoch|sched|warm|adam|rmsprop|adagrad|nesterov|prev(ious)?_?(d|g|v|step|up)|(d[wb]|g|v|grad\w*|delta\w*)_?prev",
    re.IGNORECASE,
)
"""In names: of optimizers with a memory, and of rates that change. A first step says nothing of them."""
TEMPERS = re.compile(r"decay|lambda|lambd|lmbd|^lam$|^l[12]$|_l[12]\b|regular|^reg$|penal|clip|thresh|norm|mask", re.IGNORECASE)
"""In names: of penalties and limits, which are settings of their own."""
OF_LAYERS = re.compile(r"norm|mask", re.IGNORECASE)
"""Those that are nothing special where a layer goes back."""
USUAL = frozenset((
    "sum", "mean", "dot", "zeros", "zeros_like", "ones", "reshape", "zip", "range", "len", "items", "keys", "values", "enumerate", "copy",
    "array", "asarray", "squeeze", "multiply", "subtract", "add", "matmul", "transpose", "getattr", "setattr", "hasattr", "isinstance",
    "astype", "float", "int", "list", "fill", "outer", "expand_dims", "negative", "print",
))  # fmt: skip
"""Functions without which nobody takes a step; any other one may make it something else than plain gradient descent."""


UNKNOWN_RATE = "where its learning rate comes from nobody can guess"


@dataclass(frozen=True)
class Update:
    """A method that changes weights.

    Args:
        method: as it is found.
        function: how it is called; None where nobody can guess.
        rate: what its learning rate is called: an argument, or `self.lr`.
        why_not: why it cannot be compared; empty for no reason, or none that is worth telling.
        doubts: what may make it something else than w -= lr * g, in its own words.
        branches: it does what it does under a condition.
        inside: it is what goes back, and updates weights on the way.
    """

    method: Member
    function: Function | None = None
    rate: str = ""
    why_not: str = ""
    doubts: tuple[str, ...] = ()
    branches: bool = False
    inside: bool = False

    @property
    def held(self) -> str:
        """The attribute that its learning rate is read from; empty where it is an argument."""
        return self.rate.removeprefix("self.") if self.rate.startswith("self.") else ""


def updates_of(member: Member, adapter: Any) -> Iterator[Update]:
    """Every such method that is not part of going forward or back, whether or not it can be called.

    Args:
        member: the class.
        adapter: how it goes forward and back.
    """
    called = (adapter.forward, *([adapter.backward] if adapter.backward else []), *adapter.preparations)
    looked_at = reached(member, {one.name for one in called})
    named = [m for m in member.methods if m.kind == "method" and UPDATES.fullmatch(m.name) and m.name not in looked_at]
    inner = {name for m in named for name in reached(member, {m.name}) - {m.name}}
    weights = _roots(slot.path for slot in adapter.slots.values()) | _handed(member, adapter)
    gradients = _roots(where.path for where in _gradients(adapter).values())
    for method in named:
        code = code_of(method, member)
        changes = WRITES.search(method.source) or (
            code is not None and (code.loads & gradients or code.stores & weights or "setattr" in code.calls)
        )
        if changes and method.name not in inner:
            yield _understood(method, member, weights | gradients)


def inside_of(member: Member, adapter: Any) -> Update:
    """The update in what goes back, of a layer whose weights change then although its gradients are there."""
    back = adapter.backward
    method = next(m for m in member.methods if m.name == back.name)
    code = code_of(method, member)
    named = [name for name, role in (*zip(required(method), back.roles), *back.keywords.items()) if role == "learning rate"]
    held = sorted(name for name in (code.loads if code else ()) if _is_rate(name))
    if code is None:
        return Update(method, why_not="its code cannot be read", inside=True)
    if not named and len(held) != 1:
        return Update(method, why_not=UNKNOWN_RATE, inside=True)
    return _judged(Update(method, Function(method.name), named[0] if named else f"self.{held[0]}", inside=True), code)


def empties(member: Member, adapter: Any) -> str:
    """The update that sets gradients back to nothing, as a call; empty if none does."""
    gradients = _roots(where.path for where in _gradients(adapter).values()) - _roots(slot.path for slot in adapter.slots.values())
    for method in member.methods:
        code = code_of(method, member) if method.kind == "method" and UPDATES.fullmatch(method.name) else None
        if code is not None and code.resets & gradients:
            return f"{method.name}()"
    return ""


def updates_weight(member: Member, names: Sequence[str]) -> Member | None:
    """The method that is called like an update and speaks of a weight; the first of all if none does.

    Args:
        member: the class.
        names: of the weight, as in `self.W`.
    """
    named = [m for m in member.methods if m.kind == "method" and UPDATES.fullmatch(m.name)]
    spoken = (m for m in named if any(re.search(re.escape(name) + r"\b", m.source) for name in names))
    return next(spoken, next(iter(named), None))


def unchecked(updates: list[Update]) -> list[str]:
    """What whoever reads a match should know: a line for every reason."""
    lines: dict[str, list[str]] = {}
    for update in updates:
        lines.setdefault(update.why_not, []).append(update.method.name)
    return [f"not checked: what {', '.join(names)} does to its weights" + (f": {why}" if why else "") for why, names in lines.items()]


def _understood(method: Member, member: Member, known: frozenset[str]) -> Update:
    """How it is called; what it needs besides a learning rate, or keeps, says that it is no plain gradient descent."""
    code = code_of(method, member)
    parameters = [p for p in method.parameters if not p.kind.startswith("VAR_")]
    rates = [p for p in parameters if _is_rate(p.name)]
    others = [p for p in parameters if p not in rates[:1]]
    needed = [p.name for p in others if not p.has_default or p.default]
    if code is None:
        return Update(method, why_not="its code cannot be read")
    if needed:
        return Update(method, why_not=f"it takes {', '.join(needed)}")
    held = sorted(name for name in code.loads if _is_rate(name) and name not in known)
    if not rates and len(held) != 1:
        return Update(method, why_not=UNKNOWN_RATE)
    kept = sorted(code.stores - known)
    if kept:
        return Update(method, why_not=f"it changes {', '.join(f'self.{name}' for name in kept)} as well")
    if not rates:
        return _judged(Update(method, Function(method.name, ()), f"self.{held[0]}"), code, others)
    rate = rates[0]
    role: dict[str, Any] = {"roles": (), "keywords": {rate.name: "learning rate"}}
    if not rate.has_default and rate.kind != "KEYWORD_ONLY":
        role = {"roles": ("learning rate",)}
    return _judged(Update(method, Function(method.name, **role), rate.name), code, others)


def _judged(update: Update, code: Code, others: Sequence[Parameter] = ()) -> Update:
    """The same with what its code says of it; `others` are arguments that it is not told."""
    if remembering := sorted(name for name in code.names if REMEMBERS.search(plain(name))):
        return replace(update, why_not=f"it uses {', '.join(remembering)}")
    tempering = {name for name in code.names if TEMPERS.search(plain(name)) and not (update.inside and OF_LAYERS.search(name))}
    doubts = sorted({*(p.name for p in others), *tempering, *(() if update.inside else code.calls - USUAL)})
    return replace(update, doubts=tuple(doubts), branches=code.branches)


def _is_rate(name: str) -> bool:
    return means(name, "rate") or plain(name) in RATES


def _gradients(adapter: Any) -> dict[str, Where]:
    """Where the gradients of weights are, by weight."""
    found = {what.removeprefix("gradient of "): where for what, where in adapter.results.items() if what.startswith("gradient of ")}
    return {weight: where for weight, where in found.items() if weight != "x"}


def _handed(member: Member, adapter: Any) -> frozenset[str]:
    """Names of the constructor's arguments that are weights: most keep them by these."""
    return frozenset(name for name, role in zip(required(member), adapter.maker.roles) if role.startswith("weight "))


def _roots(paths: Iterator[Path]) -> frozenset[str]:
    """The attributes of the object that paths begin with."""
    return frozenset(str(path[0]) for path in paths if path)


def gradient_names(adapter: Any) -> dict[str, str]:
    """The candidate's own names of gradients, by weight, as far as they are attributes."""
    return {weight: shown(where.path) for weight, where in _gradients(adapter).items() if where.path and not where.step}
