"""Keras's initializers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from reference.backend import load


def made(name: str, settings: Mapping[str, Any]) -> Any:
    """An object of `keras.initializers.NAME`: called with (shape, dtype), it returns a tensor."""
    return getattr(load().keras.initializers, name)(**settings)


def initializer(name: str, settings: Mapping[str, Any], shape: tuple[int, ...], dtype: str) -> np.ndarray:
    """Values of `keras.initializers.NAME` for a weight."""
    return np.asarray(made(name, settings)(shape, dtype=dtype))
