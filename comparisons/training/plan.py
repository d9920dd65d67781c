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
    """A network with its loss, its optimizer and the training it is meant for, by Keras's class names.

    Args:
        name: what the command line calls it.
        about: one line for `parity list`.
        input_shape: shape of one sample.
        layers: layers in order, each with a name of its own.
        loss: class in `losses`.
        optimizer: class in `optimizers`.
        parameters: how many there are, as the network's source says.
        data: what `--data` is unless given.
        targets: `'labels'`, `'one-hot'`, `'binary'` or `'values'`, see `comparisons.training.targets`.
        standardized: whether inputs are brought to mean 0 and standard deviation 1; else pixels are divided by 255.
        epochs, batch_size: unless given; a batch larger than the data holds all of it.
        validation_split: share of the training data, its last part, that only validates.
        early_stopping: arguments of `EarlyStopping`, if it watches the training.
    """

    name: str
    about: str
    input_shape: tuple[int, ...]
    layers: tuple[Named, ...]
    loss: Named
    optimizer: Named
    parameters: int
    data: str = "mnist-5k"
    targets: str = "labels"
    standardized: bool = False
    epochs: int = 10
    batch_size: int = 32
    validation_split: float = 0.0
    early_stopping: dict[str, Any] | None = None

    @property
    def outputs(self) -> int:
        """Width of the last layer that has one."""
        return int(next(settings["units"] for _, settings in reversed(self.layers) if "units" in settings))

    @property
    def metric(self) -> str:
        """What is measured beside the loss, by the name that `compile` takes."""
        return "mean_absolute_error" if self.targets == "values" else "accuracy"


def build_layers(namespace: ModuleType, layers: tuple[Named, ...], dtype: str) -> list[Any]:
    """The layers of a plan, from scratch."""
    return [getattr(namespace.layers, name)(**_made(namespace, settings), dtype=dtype) for name, settings in layers]


def _made(namespace: ModuleType, settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, with what Keras writes as `{"class_name": ..., "config": ...}` made: an initializer of that class."""
    return {
        name: getattr(namespace.initializers, value["class_name"])(**value["config"]) if isinstance(value, dict) else value
        for name, value in settings.items()
    }
