"""Models and weights as files, in Keras's formats."""

from typing import TYPE_CHECKING

from scratch.lookup import nothing_else
from scratch.saving.model_file import load_model, save_model
from scratch.saving.weights import load_weights, save_weights

__all__ = ["load_model", "load_weights", "save_model", "save_weights"]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
