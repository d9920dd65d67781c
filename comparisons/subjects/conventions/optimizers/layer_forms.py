"""Variables and gradients in the layers that an optimizer is made with: a list of them, or a model that has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from comparisons.subjects.conventions.optimizers.array_forms import Variables
from comparisons.subjects.worker import Call, Get, Keep, Kept, Ref, Set, Step


@dataclass
class HeldLayers(Variables):
    """Two layers alike: the kernel is read from the first and the bias from the last, so that state which layers share shows."""

    words: ClassVar[str] = "made with a list of layers that hold weights and gradients"
    weights: ClassVar[tuple[str, str]] = ("W", "b")
    gradients: ClassVar[tuple[tuple[str, ...], tuple[str, ...]]] = (("dW", "dLdW"), ("db", "dLdb"))
    last: ClassVar[int] = 1

    def begin(self, at: int) -> Iterator[Step]:
        for number in range(self.last + 1):
            yield Call("parity_helpers.StandIn", (), self._layer(number), silent=True)
        yield Keep("layers", [Ref(at + number) for number in range(self.last + 1)])
        yield from self._held(at + self.last + 2)

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for layer in (0, self.last):
            for names, g in zip(self.gradients, gradients.values()):
                for name in names:
                    yield Set(Kept("layers"), [layer, name], g.copy())

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for layer, name, attribute in zip((0, self.last), self.starts, self.weights):
            yield name, Get(Kept("layers"), [layer, attribute])

    def _layer(self, number: int) -> dict[str, Any]:
        """Attributes of a layer."""
        arrays = tuple(self.starts.values())
        gradients = {name: np.zeros_like(a) for names, a in zip(self.gradients, arrays) for name in names}
        return dict(zip(self.weights, (a.copy() for a in arrays))) | gradients

    def _held(self, at: int) -> Iterator[Step]:
        """Keep what the optimizer is made with."""
        yield Keep("variables", Kept("layers"))


@dataclass
class HeldModel(HeldLayers):
    """The same in a model."""

    words: ClassVar[str] = "made with a model whose layers hold weights and gradients"

    def _held(self, at: int) -> Iterator[Step]:
        yield Call("parity_helpers.StandIn", (), {"layers": Kept("layers")}, silent=True)
        yield Keep("variables", Ref(at))


@dataclass
class AlternatingModel(HeldModel):
    """The same with an activation in between, for `model.layers[::2]`."""

    words: ClassVar[str] = "made with a model whose layers hold weights and gradients, every other one"
    last: ClassVar[int] = 2

    def _layer(self, number: int) -> dict[str, Any]:
        return {} if number % 2 else super()._layer(number)


@dataclass
class LongLayers(HeldLayers):
    """A list of layers with `weights` and `bias`."""

    weights: ClassVar[tuple[str, str]] = ("weights", "bias")
    gradients: ClassVar[tuple[tuple[str, ...], tuple[str, ...]]] = (("dweights", "grad_weights"), ("dbias", "grad_bias"))


@dataclass
class LongModel(LongLayers, HeldModel):
    """A model of such layers."""

    words: ClassVar[str] = HeldModel.words
