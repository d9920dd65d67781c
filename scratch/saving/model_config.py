"""Models from their settings and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scratch.config import floatx
from scratch.configurable import Config, deserialize, serialize
from scratch.layers.input_layer import InputLayer
from scratch.layers.layer import Layer

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential


def model_config(model: Sequential) -> Config:
    """What `Sequential.get_config` returns: name, layers and, where it is known, the shape of the input.

    Layers that have parameters or a state have a `build_config`, the shape that Keras builds them for before it reads weights.
    """
    shape = model.input_shape
    entries = [] if shape is None else [serialize(_entrance(model))]
    for layer in model.layers:
        entry = serialize(layer)
        if shape is not None:
            if layer.weights:
                entry["build_config"] = {"input_shape": list(shape)}
            shape = layer.compute_output_shape(shape)
        entries.append(entry)
    dtype = model.layers[0].dtype if model.layers else floatx()
    found = {"name": model.name, "trainable": True, "dtype": dtype, "layers": entries}
    return found if model.input_shape is None else {**found, "build_input_shape": list(model.input_shape)}


def model_from_config(cls: type[Sequential], config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Sequential:
    """The model of these settings, with new weights."""
    entries = [deserialize(entry, custom_objects) for entry in config["layers"]]
    model = cls(_named(entries), name=config.get("name"))
    shape = config.get("build_input_shape")
    if shape is not None and not model.built and entries:
        model.build(tuple(shape))
    return model


def compile_config(model: Sequential) -> Config:
    """What `compile` was called with; empty if it was not."""
    return {name: serialize(value) for name, value in model.compiled_with.items()}


def compile_from_config(model: Sequential, config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> None:
    """Call `compile` as it was called; Keras's speed settings have nothing to do here."""
    wanted = ("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics")
    model.compile(**{name: deserialize(config.get(name), custom_objects) for name in wanted if config.get(name) is not None})


def _named(layers: Sequence[Any]) -> list[Layer]:
    wrong = [layer for layer in layers if not isinstance(layer, Layer)]
    if wrong:
        raise ValueError(f"Sequential.from_config: expected layers, got {wrong[0]!r}.")
    return list(layers)


def _entrance(model: Sequential) -> InputLayer:
    """Keras's models all have one; here a first layer with an `input_shape` does."""
    first = model._all[0]
    return first if isinstance(first, InputLayer) else InputLayer(batch_shape=first.input_shape, dtype=first.dtype)
