"""Neural networks in NumPy alone, under Keras 3's public names and with its defaults.

What a learner reads, and what `parity` compares with Keras.
"""

from scratch import activations, callbacks, config, initializers, layers, losses, metrics, models, optimizers, utils
from scratch.layers import Input
from scratch.models import Sequential

__all__ = [
    "Input",
    "Sequential",
    "activations",
    "callbacks",
    "config",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "utils",
]
