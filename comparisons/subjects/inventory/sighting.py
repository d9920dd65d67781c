"""What looks like a part: members of a source that belong together, with what they may be."""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass

from comparisons.subjects.inventory.among import named_among
from comparisons.subjects.inventory.methods import BACKWARD, DERIVATIVE, FORWARD, goes_both_ways, pick
from comparisons.subjects.inventory.parameters import means
from comparisons.subjects.inventory.vocabulary import Reference
from comparisons.subjects.inventory.words import words_of
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
        hinted: its name has words that nobody knows beside those that say what it is: it may well be something more.
        cell: it is one step of the layer.
        words: choose one way of calling it among others, from `--as NAME:WORD`.
    """

    name: str
    references: tuple[Reference, ...]
    value: Member | None
    derivative: Member | None = None
    named: bool = True
    hinted: bool = False
    words: frozenset[str] = frozenset()
    cell: bool = False

    @property
    def members(self) -> list[Member]:
        """Those that there are."""
        return [member for member in (self.value, self.derivative) if member is not None]

    @property
    def goes_back(self) -> bool:
        """Whether there is a value and something that goes back: it could well be a part, whatever it computes."""
        if self.is_class and self.value is not None:
            return goes_both_ways(self.value)
        return self.value is not None and self.derivative is not None

    @property
    def takes_labels(self) -> bool:
        """Whether what goes back is handed labels, by their names: then it is that of a loss as well, whatever its value computes."""
        back = self.derivative
        if self.is_class and self.value is not None:
            back = pick(self.value, [*BACKWARD, *DERIVATIVE], excluding=pick(self.value, FORWARD))
        return back is not None and any(means(name, "y_true") and not means(name, "upstream") for name in required(back))

    @property
    def value_and_way_back(self) -> tuple[Member, Member] | None:
        """Both, as functions or methods of their own; None where one of them is not there, or they are one function."""
        if not self.is_class or self.value is None:
            return None if self.value is None or self.derivative is None else (self.value, self.derivative)
        value = pick(self.value, FORWARD)
        back = pick(self.value, [*BACKWARD, *DERIVATIVE], excluding=value)
        return None if value is None or back is None else (value, back)

    def left_alone(self, why: str) -> LeftAlone:
        """The same as something that is not checked."""
        first = self.members[0]
        return LeftAlone(self.name, why, first.line, self.goes_back, bool(first.alias) or is_called_like_a_part(first.name))

    @property
    def is_class(self) -> bool:
        """Whether it is a class or an instance of one."""
        return self.value is not None and self.value.kind in ("class", "instance")


@dataclass(frozen=True)
class LeftAlone:
    """A member that is not checked, and why.

    Args:
        name: its path.
        why: the reason.
        line: where it begins; None if nobody knows.
        goes_back: it has a value and a way back, as parts have: that it was not checked is worth telling.
        named: so is what has a word for a part in its name.
    """

    name: str
    why: str
    line: int | None = None
    goes_back: bool = False
    named: bool = False


def is_called_like_a_part(name: str) -> bool:
    """Whether there is a word for a part in a name, among others that say nothing: `gelu_tanh`, `compute_cost`."""
    return bool(named_among(name)) or any(word in ("cost", "loss") for word, _ in words_of(name))


def required(member: Member) -> list[str]:
    """Names of the parameters that have to be given."""
    return [p.name for p in member.parameters if not p.has_default and not p.kind.startswith("VAR_")]


def optional(member: Member) -> list[str]:
    """Names of the parameters that may be left out."""
    return [p.name for p in member.parameters if p.has_default]


def reads(member: Member, name: str) -> bool:
    """Whether a name is read anywhere in the source of a function; also where that cannot be told."""
    try:
        tree = ast.parse(textwrap.dedent(member.source))
    except SyntaxError:
        return True
    return not tree.body or any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in ast.walk(tree)
    )


def method(member: Member, *names: str) -> Member | None:
    """The first of a class's methods that has one of these names."""
    there = {m.name: m for m in member.methods}
    return next((there[name] for name in names if name in there), None)
