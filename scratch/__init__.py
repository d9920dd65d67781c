"""Neural networks in NumPy alone, under Keras 3's public names and with its defaults.

What a learner reads, and what `parity` compares with Keras. A Keras script runs on it after changing its imports:
`import scratch as keras`, `from scratch import layers`, `from scratch.models import Sequential`.
"""

from typing import TYPE_CHECKING

from scratch import (
    activations,
    backend,
    callbacks,
    config,
    datasets,
    graph,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    saving,
    utils,
)
from scratch.initializers import Initializer
from scratch.layers import Input, Layer
from scratch.lookup import nothing_else
from scratch.losses import Loss
from scratch.metrics import Metric
from scratch.models import Sequential
from scratch.optimizers import Optimizer

__all__ = [
    "Initializer",
    "Input",
    "Layer",
    "Loss",
    "Metric",
    "Optimizer",
    "Sequential",
    "activations",
    "backend",
    "callbacks",
    "config",
    "datasets",
    "graph",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "saving",
    "utils",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
