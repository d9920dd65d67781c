"""What looks like a part: members of a source that belong together, with what they may be."""

from __future__ import annotations

from dataclasses import dataclass

from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.worker import Member


@dataclass(frozen=True)
class Sighting:
    """One part, seen but not yet understood.

    Args:
        name: what results call it: path of its main member.
        references: what it may be, the likeliest first.
        value: the function or class that computes it; None if there is a derivative only.
        derivative: the function that goes back; None if there is none or it is a method of the class.
        named: its name says so; else only its signature does, and a probe has to prove it entirely.
        words: choose one way of calling it among others, from `--as NAME:WORD`.
    """

    name: str
    references: tuple[Reference, ...]
    value: Member | None
    derivative: Member | None = None
    named: bool = True
    words: frozenset[str] = frozenset()

    @property
    def members(self) -> list[Member]:
        """Those that there are."""
        return [member for member in (self.value, self.derivative) if member is not None]

    @property
    def is_class(self) -> bool:
        """Whether it is a class or an instance of one."""
        return self.value is not None and self.value.kind in ("class", "instance")


@dataclass(frozen=True)
class LeftAlone:
    """A member that is not checked, and why."""

    name: str
    why: str


def required(member: Member) -> list[str]:
    """Names of the parameters that have to be given."""
    return [p.name for p in member.parameters if not p.has_default and not p.kind.startswith("VAR_")]


def optional(member: Member) -> list[str]:
    """Names of the parameters that may be left out."""
    return [p.name for p in member.parameters if p.has_default]


def method(member: Member, *names: str) -> Member | None:
    """The first of a class's methods that has one of these names."""
    there = {m.name: m for m in member.methods}
    return next((there[name] for name in names if name in there), None)
