"""The rules of the registry: every part of scratch has a line, and every line a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType

from comparisons.pairs.pair import Pair
from scratch import activations, initializers, layers, losses, metrics, optimizers
from scratch.optimizers import schedules

ROOMS = {
    "activations": activations, "losses": losses, "layers": layers, "metrics": metrics, "initializers": initializers,
    "optimizers": optimizers, "optimizers.schedules": schedules,
}  # fmt: skip

NO_PARTS = {
    "losses": {"Loss": "the base class", "LossFunction": "what the functions are made of"},
    "layers": {
        "Layer": "the base class",
        "Input": "a function that makes an InputLayer",
        "InputLayer": "holds a shape and computes nothing",
    },
    "metrics": {"Metric": "the base class", "MeanMetricWrapper": "what the means are made of"},
    "initializers": {"Initializer": "the base class", "RandomInitializer": "the base class of those that draw"},
    "optimizers": {"Optimizer": "the base class"},
    "optimizers.schedules": {"LearningRateSchedule": "the base class"},
}


def parts(room: str, module: ModuleType) -> Iterator[str]:
    """Names of the parts in a module: classes, but for activations, which are functions and may have several names."""
    for name in module.__all__:
        part = getattr(module, name)
        if room == "activations":
            if hasattr(part, "vjp"):
                yield part.__name__
        elif isinstance(part, type) and name not in NO_PARTS.get(room, {}):
            yield name


def complaints(room: str, module: ModuleType, pairs: Sequence[Pair]) -> list[str]:
    """What is wrong in one module, each with the line to add or correct."""
    there, registered = set(parts(room, module)), {pair.name: pair for pair in pairs if pair.room == room}
    file = f"comparisons/pairs/{room.rpartition('.')[2]}.py"
    missing = [
        f'scratch.{room}.{name} is compared with nothing: add a line for "{name}" to {file}' for name in sorted(there - set(registered))
    ]
    strange = [f"scratch.{room} has no {name}: correct its line in {file}" for name in set(registered) - there]
    return sorted(missing) + sorted(strange)
