"""Arguments that can be passed by name only: `def mse(*, y_true, y_pred)`. Adapters hand over what is required in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comparisons.subjects.inventory.sighting import required
from comparisons.subjects.worker import Call, Member, Ref, Step

Callables = Mapping[str, Member]
"""Functions, classes and methods that have such arguments, by their paths."""


def with_names_only(members: Sequence[Member]) -> Callables:
    """Those of a source that ask for an argument by its name."""
    every = [m for member in members for m in (member, *member.methods)]
    return {m.path: m for m in every if any(p.kind == "KEYWORD_ONLY" and not p.has_default for p in m.parameters)}


def by_name(program: Sequence[Step], callables: Callables) -> list[Step]:
    """The same program, with the names that have to be said."""
    return [_named(step, _called(step, program), callables) if isinstance(step, Call) else step for step in program]


def _called(step: Call, program: Sequence[Step]) -> str:
    """The path of what is called; of a method, that of the class that an earlier step made an object of."""
    if isinstance(step.target, str):
        return step.target
    owner, path = step.target
    made = program[owner.index] if isinstance(owner, Ref) else None
    if isinstance(made, Call) and isinstance(made.target, str):
        return f"{made.target}.{path}"
    return f"{owner}.{path}" if isinstance(owner, str) else ""


def _named(step: Call, path: str, callables: Callables) -> Step:
    member = callables.get(path)
    if member is None:
        return step
    own = int(member.kind == "method" and isinstance(step.target, str) and isinstance(next(iter(step.args), None), Ref))  # its object
    names = [name for name in required(member) if name not in step.kwargs]
    only = {p.name for p in member.parameters if p.kind == "KEYWORD_ONLY"}
    given = dict(zip(names, step.args[own:]))
    said = {name: value for name, value in given.items() if name in only}
    rest = [value for name, value in given.items() if name not in only]
    return replace(step, args=[*step.args[:own], *rest, *step.args[own + len(given) :]], kwargs={**said, **step.kwargs})
