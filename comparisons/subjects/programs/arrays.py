"""Arrays in an object or a result, and which of them are the weights or their gradients."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comparisons.subjects.programs.layout import fits
from comparisons.subjects.programs.words import is_no_weight, kind_of_weight, plain_weight
from comparisons.subjects.worker import CandidateError, Get, Item, Opaque, Worker
from comparisons.subjects.worker.steps import Owner

Parts = tuple[str | Item, ...]
MOST_DEEP = 4
MOST_OBJECTS = 200


@dataclass(frozen=True)
class Found:
    """An array, or a number, and where it is.

    Args:
        path: from the object or result.
        value: what is there.
        label: what the function that returned it calls it.
    """

    path: Parts
    value: Any
    label: str = ""

    @property
    def words(self) -> list[str]:
        """The last attribute of the path, and the keys after it that are words."""
        last = max((i for i, part in enumerate(self.path) if isinstance(part, str)), default=0)
        words = [str(part.key) if isinstance(part, Item) else part for part in self.path[last:]]
        return [word for word in words if not word.lstrip("-").isdigit()]

    @property
    def name(self) -> str:
        """What it is called: by a key, else by the function that returned it."""
        return self.words[-1] if self.words else self.label

    @property
    def text(self) -> str:
        """The path as one writes it."""
        return "".join(f"[{part.key!r}]" if isinstance(part, Item) else f".{part}" for part in self.path).lstrip(".")


def flattened(value: Any, path: Parts = ()) -> Iterator[Found]:
    """All arrays, numbers and opaque objects in nested tuples, lists and dicts, breadth last."""
    if isinstance(value, tuple | list):
        for position, item in enumerate(value):
            yield from flattened(item, (*path, Item(position)))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from flattened(item, (*path, Item(key)))
    elif isinstance(value, np.ndarray | int | float | Opaque) and not isinstance(value, bool):
        yield Found(path, value)


def arrays_of(worker: Worker, owner: Owner) -> list[Found]:
    """Every array and number in the attributes of an object, and of objects in those; the nearest first."""
    waiting: list[tuple[Owner, Parts]] = [(owner, ())]
    found: list[Found] = []
    seen: set[Owner] = {owner}
    while waiting and len(seen) < MOST_OBJECTS:
        (one, path), *waiting = waiting
        for inner in flattened(_attributes(worker, one)):
            attribute = inner.path[0]
            whole = (*path, str(attribute.key) if isinstance(attribute, Item) else attribute, *inner.path[1:])
            if isinstance(inner.value, Opaque):
                if len(whole) <= MOST_DEEP and inner.value not in seen:
                    seen.add(inner.value)
                    waiting.append((inner.value, whole))
            else:
                found.append(Found(whole, inner.value))
    return found


def _attributes(worker: Worker, owner: Owner) -> Any:
    try:
        return worker.run([Get(owner, "__dict__")])[0]
    except CandidateError as problem:
        if problem.kind == "raised":
            return {}  # an object without attributes of its own
        raise


def weights_among(found: Sequence[Found], shapes: Sequence[tuple[int, ...]]) -> list[Found] | None:
    """One array for each of Keras's weights, in its order; None if there are not enough.

    Each weight takes the first array left whose shape fits and whose name does not speak against it.
    """
    arrays = [one for one in found if isinstance(one.value, np.ndarray) and one.value.dtype.kind in "fiu"]
    arrays = [one for one in arrays if not any(is_no_weight(word) for word in one.words)]
    chosen: list[Found] = []
    for shape in shapes:
        kind = {1: "bias", 2: "kernel"}.get(len(shape))
        fitting = [one for one in arrays if one not in chosen and fits(one.value.shape, shape) and kind_of_weight(one.name) in (kind, None)]
        if not fitting:
            return None
        chosen.append(min(fitting, key=lambda one: kind_of_weight(one.name) is None))
    return chosen


def gradients_among(found: Sequence[Found], names: Sequence[str], shapes: Sequence[tuple[int, ...]]) -> list[Found] | None:
    """One array for each weight: called like it if any is, whatever its shape; else by shape and order. None if one has none.

    Args:
        found: what a call returned, or what it left in the object.
        names: of the weights in the program.
        shapes: of the weights in the program.
    """
    chosen: list[Found] = []
    for name, shape in zip(names, shapes, strict=True):
        left = [one for one in found if one not in chosen and isinstance(one.value, np.ndarray | float | int)]
        alike = [one for one in left if name and plain_weight(one.name) == plain_weight(name)]
        fitting = [one for one in left if np.shape(one.value) == shape]
        best = next(itertools.chain([one for one in alike if one in fitting], alike, fitting), None)
        if best is None:
            return None
        chosen.append(best)
    return chosen


def replaced(value: Any, parts: Mapping[Parts, Any], path: Parts = ()) -> Any:
    """A nested value with other parts in some places."""
    if path in parts:
        return parts[path]
    if isinstance(value, dict):
        return {key: replaced(item, parts, (*path, Item(key))) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(replaced(item, parts, (*path, Item(i))) for i, item in enumerate(value))
    return value


def part_at(value: Any, path: Parts) -> Any:
    """A part of a nested value."""
    for part in path:
        assert isinstance(part, Item)
        value = value[part.key]
    return value
