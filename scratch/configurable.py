"""From an object to its settings and back, in Keras's form."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from scratch.differentiable import Differentiable

Config = dict[str, Any]
Made = TypeVar("Made", bound="Configurable")

LATE = frozenset({"ignore_class", "input_axes", "output_axes"})
"""Arguments that Keras 3.12 does not have everywhere yet. Where they are None they are not written, so that it reads the rest."""

PACKAGES = ("layers", "losses", "metrics", "initializers", "optimizers", "optimizers.schedules", "activations", "models")


class Configurable:
    """An object that is what its arguments made it: `from_config(get_config())` makes another one like it.

    Arguments are read from attributes of the same names, or from a dictionary `settings`. A subclass whose attributes are
    called otherwise overrides `config_value`.

    Source: `get_config` and `from_config` of Keras's layers, losses, metrics, initializers and optimizers, whose
    dictionaries these read, and the reverse.
    """

    @classmethod
    def config_names(cls) -> list[str]:
        """Names of the arguments that `from_config` takes: those of the constructor."""
        parameters = inspect.signature(cls.__init__).parameters.values()
        return [p.name for p in parameters if p.name != "self" and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]

    def get_config(self) -> Config:
        """The arguments by name: numbers, words, lists, and dictionaries for objects."""
        return written({name: self.config_value(name) for name in self.config_names() if self._has(name)})

    def config_value(self, name: str) -> Any:
        """The argument of that name."""
        settings = getattr(self, "settings", {})
        return settings[name] if name in settings else getattr(self, name)

    @classmethod
    def from_config(cls: type[Made], config: Mapping[str, Any]) -> Made:
        """The object of these arguments."""
        return cls(**{name: deserialize(value) for name, value in config.items()})

    def _has(self, name: str) -> bool:
        return hasattr(self, name) or name in getattr(self, "settings", {})


def written(arguments: Mapping[str, Any]) -> Config:
    """Arguments by name as a configuration has them."""
    return {name: serialize(value) for name, value in arguments.items() if not (name in LATE and value is None)}


def serialize(value: Any) -> Any:
    """`value` as JSON can hold it: objects of scratch as Keras's dictionaries of module, class and config, its functions as names.

    Raises:
        ValueError: something that cannot be written down, such as a function of the user's.
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return type(value)(serialize(entry) for entry in value)
    if isinstance(value, Mapping):
        return {str(name): serialize(entry) for name, entry in value.items()}
    if isinstance(value, Differentiable) or (inspect.isfunction(value) and value.__module__.startswith("scratch.")):
        return str(getattr(value, "__name__", value))
    if isinstance(value, np.ndarray):
        return {"class_name": "__numpy__", "config": {"value": value.tolist(), "dtype": str(value.dtype)}}
    if hasattr(value, "get_config"):
        return {
            "module": _keras_module(type(value)),
            "class_name": type(value).__name__,
            "config": value.get_config(),
            "registered_name": None,
        }
    raise ValueError(f"get_config: expected numbers, words, lists, or objects that have a get_config, got {value!r}.")


def deserialize(value: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The reverse of `serialize`; what is no such dictionary stays as it is.

    Args:
        value: what was read.
        custom_objects: classes and functions of the user's own by name.

    Raises:
        ValueError: a class that neither scratch nor `custom_objects` has.
    """
    if isinstance(value, (list, tuple)):
        return type(value)(deserialize(entry, custom_objects) for entry in value)
    if not isinstance(value, Mapping):
        return (custom_objects or {}).get(value, value) if isinstance(value, str) else value
    if "class_name" not in value or "config" not in value:
        return {name: deserialize(entry, custom_objects) for name, entry in value.items()}
    name, config = value["class_name"], value["config"]
    if name == "__numpy__":
        return np.asarray(config["value"], dtype=config["dtype"])
    if name == "DTypePolicy":
        return config["name"]
    if name == "function":
        return (custom_objects or {}).get(config, config)
    found = _class_of(name, str(value.get("module")), custom_objects or {})
    return found.from_config({key: deserialize(entry, custom_objects) for key, entry in config.items()})


def _keras_module(cls: type) -> str:
    """`keras.layers` for `scratch.layers.dense`; the module of a user's class as it is."""
    parts = cls.__module__.split(".")
    if parts[0] != "scratch":
        return cls.__module__
    return ".".join(["keras", *parts[1:3]] if parts[1:3] == ["optimizers", "schedules"] else ["keras", parts[1]])


def _class_of(name: str, module: str, custom_objects: Mapping[str, Any]) -> Any:
    import scratch

    if name in custom_objects:
        return custom_objects[name]
    package: Any = scratch
    inside = "models" if name == "Sequential" else module.partition(".")[2]
    if inside in PACKAGES:
        for part in inside.split("."):
            package = getattr(package, part)
        if name in package.__all__:
            return getattr(package, name)
    raise ValueError(f"from_config: expected a class of scratch, or one in custom_objects={{{name!r}: ...}}, got {module}.{name}.")
