"""Variables and gradients that are handed to an optimizer as arrays: kept in the worker, and read from there after updates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from comparisons.subjects.worker import Get, Item, Keep, Kept, Ref, Step

KEYS = {"kernel": "W1", "bias": "b1"}
Path = tuple[int | str, ...]


@dataclass
class Variables:
    """One list of all variables, in place or returned."""

    starts: Mapping[str, np.ndarray]
    groups: tuple[str, ...] = ("all",)
    given: dict[str, Any] = field(default_factory=dict)
    words: ClassVar[str] = "called with lists of variables and gradients"
    asks: ClassVar[bool] = False
    """Whether it asks for gradients itself, and what is read is where it did."""

    def begin(self, at: int) -> Iterator[Step]:
        """Put the variables into the worker; `at` is the number of the first step."""
        yield Keep("variables", [a.copy() for a in self.starts.values()])

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        """Put the gradients where the optimizer looks for them."""
        yield from ()

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        """Values of the roles `variable` and `gradient`, and of names and numbers of variables."""
        handed = {} if gradients is None else {"gradient": [g.copy() for g in gradients.values()]}
        return {"variable": Kept("variables"), "key": group, "index": 0, "nothing": None, **handed}

    def state(self, group: str) -> Any:
        """State before the first update: zeros in the form of the variables."""
        return [np.zeros_like(a) for a in self.starts.values()]

    def take(self, group: str, result: Ref, pick: Path, at: int) -> Iterator[Step]:
        """Go on with what was returned."""
        for key in pick:
            yield Get(result, key if isinstance(key, int) else [Item(key)], silent=True)
            result, at = Ref(at), at + 1
        yield Keep(self._kept(group), result)

    def fetch(self) -> Iterator[tuple[str, Step]]:
        """Read the variables."""
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("variables"), number)

    def returned(self) -> dict[str, tuple[str, Path]]:
        """Where in what was returned each variable's share is: (group, place)."""
        return {name: ("all", (number,)) for number, name in enumerate(self.starts)}

    def _kept(self, group: str) -> str:
        return "variables"


@dataclass
class Dicts(Variables):
    """Dictionaries with the same keys."""

    words: ClassVar[str] = "called with dictionaries of variables and gradients"

    def begin(self, at: int) -> Iterator[Step]:
        yield Keep("variables", {KEYS[name]: a.copy() for name, a in self.starts.items()})

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        handed = {} if gradients is None else {"gradient": {self._key(name): g.copy() for name, g in gradients.items()}}
        return {"variable": Kept("variables"), "key": group, "index": 0, "nothing": None, **handed}

    def state(self, group: str) -> Any:
        return {self._key(name): np.zeros_like(a) for name, a in self.starts.items()}

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for name in self.starts:
            yield name, Get(Kept("variables"), [Item(KEYS[name])])

    def returned(self) -> dict[str, tuple[str, Path]]:
        return {name: ("all", (self._key(name),)) for name in self.starts}

    def _key(self, name: str) -> str:
        return KEYS[name]


@dataclass
class PrefixedDicts(Dicts):
    """Gradients under `dW1` for `W1`."""

    words: ClassVar[str] = "called with dictionaries, gradients under dW1 for W1"

    def _key(self, name: str) -> str:
        return f"d{KEYS[name]}"


@dataclass
class Tensors(Variables):
    """One variable at a time."""

    words: ClassVar[str] = "called with one variable and its gradient"

    def __post_init__(self) -> None:
        self.groups = tuple(self.starts)

    def begin(self, at: int) -> Iterator[Step]:
        for name, a in self.starts.items():
            yield Keep(name, a.copy())

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        handed = {} if gradients is None else {"gradient": gradients[group].copy()}
        return {"variable": Kept(group), "key": KEYS[group], "index": list(self.starts).index(group), "nothing": None, **handed}

    def state(self, group: str) -> Any:
        return np.zeros_like(self.starts[group])

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for name in self.starts:
            yield name, Get(Kept(name), ())

    def returned(self) -> dict[str, tuple[str, Path]]:
        return {name: (name, ()) for name in self.starts}

    def _kept(self, group: str) -> str:
        return group


@dataclass
class KernelAndBias(Variables):
    """Kernel and bias as two arguments each."""

    words: ClassVar[str] = "called with a kernel, a bias and both gradients"

    def begin(self, at: int) -> Iterator[Step]:
        for name, a in self.starts.items():
            yield Keep(name, a.copy())

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        handed = {} if gradients is None else {f"{name} gradient": g.copy() for name, g in gradients.items()}
        return {"kernel": Kept("kernel"), "bias": Kept("bias"), "key": "layer1", "index": 0, "nothing": None, **handed}

    def take(self, group: str, result: Ref, pick: Path, at: int) -> Iterator[Step]:
        for number, name in enumerate(self.starts):
            yield Get(result, number, silent=True)
            yield Keep(name, Ref(at))
            at += 2

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for name in self.starts:
            yield name, Get(Kept(name), ())


@dataclass
class GradientsAndVariables(KernelAndBias):
    """A list of pairs, as Keras's own `apply_gradients` takes it."""

    words: ClassVar[str] = "called with pairs of a gradient and its variable"

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        pairs = [] if gradients is None else [self._pair(g.copy(), Kept(name)) for name, g in gradients.items()]
        return {"pairs": pairs, "key": group, "index": 0, "nothing": None}

    def _pair(self, gradient: Any, variable: Any) -> tuple[Any, Any]:
        return gradient, variable


@dataclass
class VariablesAndGradients(GradientsAndVariables):
    """The other way round."""

    words: ClassVar[str] = "called with pairs of a variable and its gradient"

    def _pair(self, gradient: Any, variable: Any) -> tuple[Any, Any]:
        return variable, gradient
