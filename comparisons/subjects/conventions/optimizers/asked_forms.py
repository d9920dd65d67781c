"""Optimizers that ask for gradients: `update(w, gradient_function)`.

Where the gradient is asked for is what is compared: that is the variable itself, or with Nesterov's momentum the point ahead of it,
which is what Keras keeps as its variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from comparisons.subjects.conventions.optimizers.array_forms import Tensors
from comparisons.subjects.worker import Call, Get, Keep, Kept, Ref, Set, Step


@dataclass
class Asked(Tensors):
    """One variable at a time, with a function that computes its gradient."""

    words: ClassVar[str] = "called with one variable and a function for its gradient"
    asks: ClassVar[bool] = True

    def begin(self, at: int) -> Iterator[Step]:
        for number, (name, a) in enumerate(self.starts.items()):
            yield Keep(name, a.copy())
            yield Call("parity_helpers.Gradient", (), silent=True)
            yield Keep(self._function(name), Ref(at + 3 * number + 1))

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for name, g in gradients.items():
            yield Set(Kept(self._function(name)), "answer", g.copy())

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        return super().values(group, gradients, number) | {"gradient function": Kept(self._function(group))}

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for name in self.starts:
            yield name, Get(Kept(self._function(name)), "asked")

    def _function(self, name: str) -> str:
        return f"gradient of {name}"
