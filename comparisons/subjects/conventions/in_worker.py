"""Helpers that are defined beside the candidate, in its process: they look at its objects. No formula of any part is here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

DEEPEST = 4


class StandIn:
    """An object with the attributes it is given, where a candidate expects a layer or a parameter."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Recorder:
    """Stands in for an optimizer: takes a step so large that the gradient can be told from it.

    Args:
        rate: of the step.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def update(self, weight: Any, gradient: Any, *others: Any) -> Any:
        return weight - self.rate * gradient


class Gradient:
    """Stands in for a function that computes a gradient: remembers where it was asked, and answers what it was told."""

    asked: Any = None
    answer: Any = None

    def __call__(self, variable: Any, *others: Any) -> Any:
        self.asked = np.array(variable)
        return self.answer.copy()


class Pairs:
    """Stands in for a network in front of an optimizer: hands out (parameter, gradient) pairs."""

    def __init__(self, parameters: list[Any], gradients: list[Any]) -> None:
        self.params, self.grads, self.gradients = parameters, gradients, gradients

    def parameters(self) -> list[Any]:
        return self.params

    def params_and_grads(self) -> list[Any]:
        return list(zip(self.params, self.gradients))


class Owner:
    """A layer whose `params` pair every array with its gradient: by name, or in a list with the name last."""

    def __init__(self, arrays: list[Any], named: bool) -> None:
        self.arrays, self.gradients, self._named = arrays, [np.zeros_like(a) for a in arrays], named

    @property
    def params(self) -> Any:
        found = list(zip(("weights", "biases"), self.arrays, self.gradients))
        return {name: (a, g) for name, a, g in found} if self._named else [(a, g, name) for name, a, g in found]


def added(a: Any, b: Any) -> Any:
    """The sum of two gradients that meet."""
    return a + b


def object_of(cls: type, made: bool) -> Any:
    """An object of a class, for methods that are called alone.

    Args:
        cls: the class.
        made: by its constructor, if that asks for nothing; else the constructor is not called.
    """
    try:
        return cls() if made else object.__new__(cls)
    except Exception:
        return object.__new__(cls)


def arrays_of(root: Any) -> list[Any]:
    """[path, array] of every array (and single number of NumPy's) that can be reached from an object, nearest first."""
    found: list[Any] = []
    seen: set[int] = set()
    queue: list[tuple[tuple[Any, ...], Any, int]] = [((), root, 0)]
    while queue:
        path, value, depth = queue.pop(0)
        if isinstance(value, (np.ndarray, np.generic)):
            if value.dtype.kind in "fiu":
                found.append([list(path), value])
            continue
        if depth < DEEPEST and id(value) not in seen and not isinstance(value, (str, bytes, type)):
            seen.add(id(value))
            queue += [((*path, step), inner, depth + 1) for step, inner in _inside(value)]
    return found


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    """(step, part) of a container or object; a step is ["attribute", name] or ["item", key]."""
    if isinstance(value, dict):
        return [(["item", key], inner) for key, inner in value.items() if isinstance(key, (str, int))]
    if isinstance(value, (list, tuple)):
        return [(["item", number], inner) for number, inner in enumerate(value[:50])]
    attributes = dict(getattr(value, "__dict__", {}))
    for cls in type(value).__mro__:
        for name in getattr(cls, "__slots__", ()):
            if isinstance(name, str) and hasattr(value, name):
                attributes.setdefault(name, getattr(value, name))
    if type(value).__module__ in ("builtins", "numpy"):
        return []
    return [(["attribute", name], inner) for name, inner in attributes.items()]
