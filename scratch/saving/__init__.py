"""Models and weights as files, in Keras's formats."""

from scratch.saving.model_file import load_model, save_model
from scratch.saving.weights import load_weights, save_weights

__all__ = ["load_model", "load_weights", "save_model", "save_weights"]
