"""What is to be trained, in words that both sides understand."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

Named = tuple[str, dict[str, Any]]  # (class name, its settings)


def float32_exact(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with every float rounded to one that float32 holds exactly.

    Keras passes Python constants through float32, so that 0.999 becomes 0.99900001 even in a float64 training.
    Formulas can be compared in float64 only if both sides start from the same constants.
    """
    return {name: float(np.float32(value)) if isinstance(value, float) else value for name, value in settings.items()}


@dataclass(frozen=True)
class ModelPlan:
    """A network with its loss and optimizer, by Keras's class names.

    Args:
        name: what the command line calls it.
        input_shape: shape of one sample.
        layers: layers in order, each with a name of its own.
        loss: class in `losses`.
        optimizer: class in `optimizers`.
    """

    name: str
    input_shape: tuple[int, ...]
    layers: tuple[Named, ...]
    loss: Named
    optimizer: Named
    about: str = ""


def build_layers(namespace: ModuleType, layers: tuple[Named, ...], dtype: str) -> list[Any]:
    """The layers of a plan, from `scratch.layers` or `keras.layers`."""
    return [getattr(namespace, name)(**settings, dtype=dtype) for name, settings in layers]
