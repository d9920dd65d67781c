"""Variables and gradients that an optimizer finds in objects: layers, parameters, networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from comparisons.subjects.conventions.optimizers.array_forms import Variables
from comparisons.subjects.worker import Call, Get, Item, Keep, Kept, Ref, Set, Step, Write


@dataclass
class LayerBag(Variables):
    """A layer with weights and gradients as attributes."""

    words: ClassVar[str] = "called with a layer that holds weights and gradients"
    weights: ClassVar[tuple[str, str]] = ("weights", "biases")
    gradients: ClassVar[tuple[str, str]] = ("dweights", "dbiases")

    def begin(self, at: int) -> Iterator[Step]:
        kernel, bias = self.starts.values()
        attributes = dict(zip(self.weights, (kernel.copy(), bias.copy()))) | {name: np.zeros(1) for name in self.gradients}
        yield Call("parity_helpers.StandIn", (), attributes, silent=True)
        yield Keep("layer", Ref(at))

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for name, g in zip(self.gradients, gradients.values()):
            yield Set(Kept("layer"), name, g.copy())

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        return {"layer": Kept("layer"), "variable": Kept("layer"), "nothing": None, "key": "layer1", "index": 0}

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for name, attribute in zip(self.starts, self.weights):
            yield name, Get(Kept("layer"), attribute)


@dataclass
class ShortLayerBag(LayerBag):
    """The same with `W`, `b`, `dW`, `db`."""

    weights: ClassVar[tuple[str, str]] = ("W", "b")
    gradients: ClassVar[tuple[str, str]] = ("dW", "db")


@dataclass
class ParameterBags(Variables):
    """The optimizer is made with a list of parameters that have `data` and `grad`."""

    words: ClassVar[str] = "made with a list of parameters that hold data and grad"
    held: ClassVar[str] = "data"

    def begin(self, at: int) -> Iterator[Step]:
        for a in self.starts.values():
            attributes = {self.held: a.copy(), "grad": np.zeros_like(a), "requires_grad": True, "shape": a.shape}
            yield Call("parity_helpers.StandIn", (), attributes, silent=True)
        yield Keep("variables", [Ref(at + number) for number in range(len(self.starts))])

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for number, g in enumerate(gradients.values()):
            yield Set(Kept("variables"), [number, "grad"], g.copy())

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("variables"), [number, self.held])


@dataclass
class ValueBags(ParameterBags):
    """The same with `value`."""

    words: ClassVar[str] = "made with a list of parameters that hold value and grad"
    held: ClassVar[str] = "value"


@dataclass
class ParameterDicts(ParameterBags):
    """The same with dictionaries."""

    words: ClassVar[str] = "made with a list of dictionaries that hold value and grad"
    held: ClassVar[str] = "value"

    def begin(self, at: int) -> Iterator[Step]:
        arrays = [a.copy() for a in self.starts.values()]
        yield Keep("variables", [dict.fromkeys(("value", "data", "param"), a) | {"grad": np.zeros_like(a)} for a in arrays])

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for number, g in enumerate(gradients.values()):
            yield Set(Kept("variables"), [number, Item("grad")], g.copy())

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("variables"), [number, Item(self.held)])


@dataclass
class ParameterPairs(ParameterBags):
    """The same with pairs of arrays; gradients are written into theirs."""

    words: ClassVar[str] = "made with a list of pairs of a variable and its gradient"

    def begin(self, at: int) -> Iterator[Step]:
        yield Keep("variables", [(a.copy(), np.zeros_like(a)) for a in self.starts.values()])

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for number, g in enumerate(gradients.values()):
            yield Write(Kept("variables"), [number, 1], g.copy())

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("variables"), [number, 0])


@dataclass
class TensorBags(ParameterBags):
    """Tensors of a tape, whose gradient is one as well."""

    words: ClassVar[str] = "made with a list of tensors that hold data and grad, which holds data"

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for number, g in enumerate(gradients.values()):
            yield Call("parity_helpers.StandIn", (), {"data": g.copy(), "shape": g.shape}, silent=True)
            yield Set(Kept("variables"), [number, "grad"], Ref(at + 2 * number))


@dataclass
class Network(Variables):
    """A network that hands out (parameter, gradient) pairs, or holds lists `params` and `grads`."""

    words: ClassVar[str] = "called with a network that holds params and grads"

    def begin(self, at: int) -> Iterator[Step]:
        arrays = [a.copy() for a in self.starts.values()]
        yield Call("parity_helpers.Pairs", (arrays, [np.zeros_like(a) for a in arrays]), silent=True)
        yield Keep("net", Ref(at))

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        for name in ("gradients", "grads"):
            yield Set(Kept("net"), name, [g.copy() for g in gradients.values()])

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        return {"net": Kept("net"), "layer": Kept("net"), "variable": Kept("net"), "nothing": None, "key": "net", "index": 0}

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("net"), ["params", number])


@dataclass
class Layers(Variables):
    """A list of layers, each with `params` by name: (parameter, gradient)."""

    words: ClassVar[str] = "called with a list of layers whose params are pairs by name"
    named: ClassVar[bool] = True

    def begin(self, at: int) -> Iterator[Step]:
        yield Call("parity_helpers.Owner", ([a.copy() for a in self.starts.values()], self.named), silent=True)
        yield Keep("layers", [Ref(at)])

    def give(self, gradients: Mapping[str, np.ndarray], at: int) -> Iterator[Step]:
        yield Set(Kept("layers"), [0, "gradients"], [g.copy() for g in gradients.values()])

    def values(self, group: str, gradients: Mapping[str, np.ndarray] | None, number: int) -> dict[str, Any]:
        return {"layers": Kept("layers")}

    def fetch(self) -> Iterator[tuple[str, Step]]:
        for number, name in enumerate(self.starts):
            yield name, Get(Kept("layers"), [0, "arrays", number])


@dataclass
class LayersOfTriples(Layers):
    """The same with `params` as a list of (parameter, gradient, name)."""

    words: ClassVar[str] = "called with a list of layers whose params are triples: parameter, gradient, name"
    named: ClassVar[bool] = False
