"""Models and weights as files."""

from scratch.saving.weights import load_weights, save_weights

__all__ = ["load_weights", "save_weights"]
