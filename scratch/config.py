"""The process-wide settings that Keras scripts rely on: the default float type and the random seed; and the array library.

This is the only mutable state that importing `scratch` creates. It exists because Keras code says
`keras.config.set_floatx("float64")` and `keras.utils.set_random_seed(0)` instead of passing either along.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

_FLOAT_TYPES = ("float16", "float32", "float64")
_state: dict[str, Any] = {"floatx": "float32", "epsilon": 1e-7, "generator": np.random.default_rng(), "arrays": np}


def floatx() -> str:
    """Name of the dtype that layers, losses and optimizers use unless told otherwise."""
    return str(_state["floatx"])


def set_floatx(value: str) -> None:
    """Set the default dtype: `'float16'`, `'float32'` (the initial setting) or `'float64'`."""
    if value not in _FLOAT_TYPES:
        raise ValueError(f"set_floatx: expected one of {', '.join(_FLOAT_TYPES)}, got {value!r}.")
    _state["floatx"] = value


@contextlib.contextmanager
def default_float(value: str) -> Iterator[None]:
    """`set_floatx` for the length of a `with` block."""
    before = floatx()
    set_floatx(value)
    try:
        yield
    finally:
        set_floatx(before)


def array_namespace() -> Any:
    """The array library (its namespace) that weights are made in and data is brought to: `numpy`, unless told otherwise."""
    return _state["arrays"]


def set_array_namespace(namespace: Any) -> None:
    """Compute with another library that follows the array API standard, such as `cupy`.

    Weights made from now on belong to it, and `fit`, `evaluate` and `predict` bring their data to it. Random numbers are
    drawn, metrics counted and files written by NumPy all the same. Its arrays have to be writable: JAX's are not.
    """
    if not hasattr(namespace, "asarray") or not hasattr(namespace, "isdtype"):
        raise ValueError(f"set_array_namespace: expected a module that follows the array API standard of 2022 or later, got {namespace!r}.")
    _state["arrays"] = namespace


@contextlib.contextmanager
def default_arrays(namespace: Any) -> Iterator[None]:
    """`set_array_namespace` for the length of a `with` block."""
    before = array_namespace()
    set_array_namespace(namespace)
    try:
        yield
    finally:
        set_array_namespace(before)


def epsilon() -> float:
    """The fuzz factor of Keras's losses: probabilities are clipped to [epsilon, 1 - epsilon]."""
    return float(_state["epsilon"])


def set_epsilon(value: float) -> None:
    """Set the fuzz factor (initially 1e-7)."""
    _state["epsilon"] = float(value)


def backend() -> str:
    """`'numpy'`: what computes."""
    return "numpy"


def image_data_format() -> str:
    """`'channels_last'`: what layers without a `data_format` take."""
    return "channels_last"


def set_image_data_format(data_format: str) -> None:
    """Accept `'channels_last'`; another default is not here, only another `data_format=` of a layer."""
    if data_format != "channels_last":
        raise ValueError(f"set_image_data_format: expected 'channels_last', got {data_format!r}; pass data_format= to the layers.")


def generator() -> np.random.Generator:
    """The generator behind initial values, shuffles and dropout masks that were given no seed of their own."""
    return _state["generator"]


def set_random_seed(seed: int) -> None:
    """Make everything random in scratch repeatable, as `keras.utils.set_random_seed` does for Keras."""
    _state["generator"] = np.random.default_rng(seed)
