"""Where things are in a candidate's object and in the results of a program that calls it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from comparisons.subjects.conventions.placing import Placement
from comparisons.subjects.worker import Item, Step

Path = tuple[str | Item, ...]


@dataclass(frozen=True)
class Where:
    """Where a result is.

    Args:
        pick: place in what the method returned; None for an attribute.
        path: of the attribute.
        of_result: it is an attribute of what the method returned, not of the object.
        placement: its layout; None for that of what flows through.
        step: it is what the attribute changed by, over the learning rate.
        as_is: it has another shape than it should have, and is shown as it is.
    """

    pick: tuple[int | str, ...] | None = None
    path: Path = ()
    placement: Placement | None = None
    step: bool = False
    as_is: bool = False
    of_result: bool = False


RETURNED = Where(())
"""What the method returned, as it is."""


@dataclass(frozen=True)
class Slot:
    """An attribute that holds a weight."""

    path: Path
    placement: Placement


@dataclass
class Program:
    """Steps with the object they are about, and where the results will be."""

    steps: list[Step]
    owner: Any = None
    places: dict[str, int] = field(default_factory=dict)

    def append(self, step: Step) -> int:
        """Add a step; returns its number."""
        self.steps.append(step)
        return len(self.steps) - 1


def shown(path: Path) -> str:
    """A path as code: `self.params['W']`."""
    return "self" + "".join(f"[{part.key!r}]" if isinstance(part, Item) else f".{part}" for part in path)


def steps_of(path: Sequence[Sequence[Any]]) -> Path:
    """A path as the helpers in the worker write it."""
    return tuple(Item(key) if kind == "item" else str(key) for kind, key in path)
