"""What is left of `keras.backend` in Keras 3: the session that there is not, and the settings of `keras.config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratch.config import backend, epsilon, floatx, image_data_format, set_epsilon, set_floatx, set_image_data_format
from scratch.lookup import nothing_else

__all__ = [
    "backend",
    "clear_session",
    "epsilon",
    "floatx",
    "image_data_format",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)


def clear_session(free_memory: bool = True) -> None:
    """Nothing: no session collects what models leave behind here, and names of layers start over with every model.

    Source: `keras.backend.clear_session`.
    """
