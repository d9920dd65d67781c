"""Where each number of a model goes in Keras's weights files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scratch.differentiable import Array
from scratch.lookup import snake_case
from scratch.saving.optimizer_state import optimizer_variables

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential


class Group(NamedTuple):
    """Arrays `0`, `1`, ... of one group of a file.

    Args:
        path: of the group.
        name: of the layer, optimizer or model, for the reader of the file; Keras does not go by it.
        arrays: what is written there; read files are written into them.
    """

    path: str
    name: str
    arrays: list[Array]


def layer_groups(model: Sequential) -> list[Group]:
    """Layers are numbered by class: `layers/dense`, `layers/dense_1`, whatever their names."""
    counts: dict[str, int] = {}
    groups = []
    for layer in model.layers:
        kind = snake_case(type(layer).__name__)
        counts[kind] = counts.get(kind, -1) + 1
        path = f"layers/{kind}_{counts[kind]}" if counts[kind] else f"layers/{kind}"
        groups += [Group(f"{path}/{inside}vars", layer.name, arrays) for inside, arrays in layer.saved_weights().items()]
    return groups


def model_groups(model: Sequential) -> list[Group]:
    """Everything in a weights file: layers, the optimizer if it has begun, and an empty group for the model itself.

    Source: `keras.src.saving.saving_lib`.
    """
    groups = [Group("vars", model.name, []), *layer_groups(model)]
    if model.optimizer is not None and model.optimizer.variables_built:
        groups.append(Group("optimizer/vars", model.optimizer.name, optimizer_variables(model)))
    return groups
