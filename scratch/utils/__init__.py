"""Keras's small helpers."""

from typing import TYPE_CHECKING

from scratch.backend import clear_session
from scratch.config import set_random_seed
from scratch.lookup import nothing_else
from scratch.utils.normalize import normalize
from scratch.utils.to_categorical import to_categorical

__all__ = ["clear_session", "normalize", "set_random_seed", "to_categorical"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
