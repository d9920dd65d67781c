"""A program of steps under construction: calls whose arguments are found by the names of their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparisons.subjects.programs.returned import returned_names
from comparisons.subjects.programs.words import role_of
from comparisons.subjects.worker import Call, Get, Item, Member, Parameter, Put, Ref, Step
from comparisons.subjects.worker.steps import Owner, Path

GIVEN_ROLES = ("x", "y", "rate", "once", "count")  # stay what they are, though a forward pass may well `return x`
KEPT_ROLES = ("cache", "gradients", "parameters", "output")  # of what one function returns and another one takes


class UnboundError(Exception):
    """A function has a parameter that nobody can guess."""


@dataclass(frozen=True)
class Part:
    """A part of an earlier result, fetched when it is needed."""

    of: Ref
    path: Path


@dataclass
class Script:
    """Collects steps.

    Args:
        names: values by the exact name of a parameter.
        roles: values by the part they play, see `words.ROLES`.
    """

    names: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> Ref:
        """Append a step."""
        self.steps.append(step)
        return Ref(len(self.steps) - 1)

    def put(self, value: Any) -> Ref:
        """Append a value."""
        return self.add(Put(value))

    def read(self, owner: Owner | Part, path: Path = ()) -> int:
        """Append the reading of a value; returns its index among the results."""
        if isinstance(owner, Part):
            return self.read(owner.of, [*_parts(owner.path), *_parts(path)])
        return self.add(Get(owner, path)).index

    def call(self, member: Member, target: str | tuple[Owner, Path], *, parameters: Sequence[Parameter] | None = None) -> Ref:
        """Append a call with every argument that can be bound; remembers its results by the names it returns them under.

        Raises:
            UnboundError: a parameter without a default cannot be bound.
        """
        args, kwargs = self._arguments(member.parameters if parameters is None else parameters)
        ref = self.add(Call(target, args, kwargs, silent=True))
        self._remember(ref, returned_names(member.source))
        return ref

    def fetched(self, name: str) -> Any:
        """What a name stands for now, as another step can take it."""
        return self._resolved(self.names[name])

    def again(self) -> Script:
        """The same steps, to be continued by calls that know nothing of each other's results."""
        return Script(dict(self.names), dict(self.roles), self.steps)

    def _arguments(self, parameters: Iterable[Parameter]) -> tuple[list[Any], dict[str, Any]]:
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        by_name = False
        for parameter in parameters:
            if parameter.kind in ("VAR_POSITIONAL", "VAR_KEYWORD"):
                continue
            bound, value = self._bound(parameter)
            by_name = by_name or not bound or parameter.kind == "KEYWORD_ONLY"
            if bound and by_name:
                kwargs[parameter.name] = value
            elif bound:
                args.append(value)
        return args, kwargs

    def _bound(self, parameter: Parameter) -> tuple[bool, Any]:
        role = role_of(parameter.name)
        if parameter.name in self.names:
            return True, self._resolved(self.names[parameter.name])
        if role in self.roles:
            return True, self._resolved(self.roles[role])
        if role == "quiet" and isinstance(parameter.default, bool):
            return True, False
        if parameter.has_default:
            return False, None
        raise UnboundError(parameter.name)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, Part):
            return self.add(Get(value.of, value.path, silent=True))
        if isinstance(value, Mapping):
            return {key: self._resolved(item) for key, item in value.items()}
        return value

    def _remember(self, ref: Ref, names: list[str | None] | None) -> None:
        for position, name in enumerate(names or []):
            value = ref if names is None or len(names) == 1 else Part(ref, Item(position))
            role = None if name is None else role_of(name)
            if name is not None and role not in GIVEN_ROLES:
                self.names[name] = value
            if role in KEPT_ROLES:
                self.roles[role] = value


def _parts(path: Path) -> list[Any]:
    return [path] if isinstance(path, str | int | Item) else list(path)
