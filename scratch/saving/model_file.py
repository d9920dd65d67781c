"""save and load_model: whole models in Keras's `.keras` files."""

from __future__ import annotations

import datetime
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scratch.configurable import Config, deserialize
from scratch.saving.files import written_whole
from scratch.saving.h5_file import read_h5, write_h5
from scratch.saving.layout import model_groups
from scratch.saving.model_config import compile_config, compile_from_config, model_config
from scratch.saving.weights import take_over

if TYPE_CHECKING:
    from scratch.models.sequential import Sequential

PathLike = str | os.PathLike[str]
KERAS_VERSION = "3.15.1"  # whose format this is
CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
LARGEST_CONFIG = 64 * 2**20  # bytes; what is larger is no description of layers


def save_model(model: Sequential, filepath: PathLike, overwrite: bool = True) -> None:
    """Write layers, weights, and what the model was compiled with, to a `.keras` file, which Keras reads (needs h5py).

    Raises:
        ValueError: another ending; or a layer, loss or metric that is a function of the user's.
        FileExistsError: there is a file, and `overwrite` is False.
    """
    path = Path(filepath)
    if path.suffix != ".keras":
        raise ValueError(f"save: expected a name that ends in .keras, got {path.name!r}; for weights alone there is save_weights.")
    config, weights = json.dumps(model_as_config(model)), io.BytesIO()
    write_h5(weights, model_groups(model) if model.built else [])
    metadata = {"keras_version": KERAS_VERSION, "date_saved": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d@%H:%M:%S")}
    with written_whole(path, overwrite) as part, zipfile.ZipFile(part, "w") as archive:
        archive.writestr(METADATA, json.dumps(metadata))
        archive.writestr(CONFIG, config)
        archive.writestr(WEIGHTS, weights.getvalue())


def load_model(
    filepath: PathLike,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,  # noqa: A002  # Keras's name
) -> Sequential:
    """The model that `save` of this package or of Keras has written, ready to go on training.

    Args:
        filepath: a `.keras` file of a `Sequential`.
        custom_objects: classes and functions of the user's own by name.
        compile: False leaves the model uncompiled.

    Raises:
        ValueError: no such file of a model that scratch can have.
        OSError: the file cannot be read.
    """
    try:
        with zipfile.ZipFile(filepath) as archive:
            config = _json(archive, CONFIG, filepath)
            weights = io.BytesIO(archive.read(WEIGHTS))
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as problem:
        raise ValueError(f"load_model: expected a .keras file as Keras 3 writes it, got {os.fspath(filepath)} ({problem}).") from None
    model = model_from_dictionary(config, custom_objects)
    if compile and config.get("compile_config"):
        compile_from_config(model, config["compile_config"], custom_objects)
    take_over(model, read_h5(weights))
    return model


def model_as_config(model: Sequential) -> Config:
    """The dictionary in `config.json`."""
    config = {"module": "keras", "class_name": "Sequential", "config": model_config(model), "registered_name": None}
    if model.input_shape is not None:
        config["build_config"] = {"input_shape": list(model.input_shape)}
    return {**config, "compile_config": compile_config(model)} if model.compiled_with else config


def model_from_dictionary(config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Sequential:
    """The model of `model_as_config`, with new weights, not compiled.

    Raises:
        ValueError: no `Sequential`.
    """
    if config.get("class_name") != "Sequential":
        raise ValueError(f"load_model: expected a Sequential model, got {config.get('class_name')!r}; scratch has no others.")
    model: Sequential = deserialize(config, custom_objects)
    return model


def _json(archive: zipfile.ZipFile, name: str, filepath: PathLike) -> Config:
    if archive.getinfo(name).file_size > LARGEST_CONFIG:
        raise ValueError(f"load_model: expected {name} of at most {LARGEST_CONFIG:,} bytes in {os.fspath(filepath)}, got a larger one.")
    found: Config = json.loads(archive.read(name))
    return found
