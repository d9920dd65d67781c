"""Layers from their settings and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from scratch.configurable import Configurable, Made, deserialize
from scratch.layers.arguments import argument_names


class LayerConfig(Configurable):
    """`get_config` and `from_config` of layers."""

    not_in_config: tuple[str, ...] = ()  # what Keras's own class does not take back

    @classmethod
    def config_names(cls) -> list[str]:
        """Name, trainable and dtype, and the layer's own arguments."""
        base = next(each for each in cls.__mro__ if LayerConfig in each.__bases__)
        own = argument_names(cast(type, cls), base) if cls is not base else ()
        names = ["name", "trainable", "dtype", *(name for name in own if name not in ("weights", "dtype"))]
        return [name for name in names if name not in cls.not_in_config]

    @classmethod
    def from_config(cls: type[Made], config: Mapping[str, Any]) -> Made:
        """The layer of these settings. Keras's settings for what scratch does not have are left out where they are switched off."""
        off = "renorm_momentum" if not config.get("renorm") else None
        known = cls.config_names()
        return cls(**{name: deserialize(value) for name, value in config.items() if name in known or (value and name != off)})
