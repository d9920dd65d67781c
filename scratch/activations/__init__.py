"""Activation functions, under Keras's names. Each is callable and has a `vjp`."""

from typing import TYPE_CHECKING

from scratch.activations.celu import celu
from scratch.activations.elu import elu
from scratch.activations.exponential import exponential
from scratch.activations.gelu import gelu
from scratch.activations.glu import glu
from scratch.activations.hard_shrink import hard_shrink
from scratch.activations.hard_sigmoid import hard_sigmoid
from scratch.activations.hard_silu import hard_silu
from scratch.activations.hard_tanh import hard_tanh
from scratch.activations.leaky_relu import leaky_relu
from scratch.activations.linear import linear
from scratch.activations.log_sigmoid import log_sigmoid
from scratch.activations.log_softmax import log_softmax
from scratch.activations.mish import mish
from scratch.activations.relu import relu
from scratch.activations.relu6 import relu6
from scratch.activations.selu import selu
from scratch.activations.sigmoid import sigmoid
from scratch.activations.silu import silu
from scratch.activations.soft_shrink import soft_shrink
from scratch.activations.softmax import softmax
from scratch.activations.softplus import softplus
from scratch.activations.softsign import softsign
from scratch.activations.sparse_plus import sparse_plus
from scratch.activations.sparse_sigmoid import sparse_sigmoid
from scratch.activations.sparsemax import sparsemax
from scratch.activations.squareplus import squareplus
from scratch.activations.tanh import tanh
from scratch.activations.tanh_shrink import tanh_shrink
from scratch.activations.threshold import threshold
from scratch.differentiable import Differentiable
from scratch.lookup import look_up, nothing_else

__all__ = [
    "celu",
    "elu",
    "exponential",
    "gelu",
    "get",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh",
    "tanh_shrink",
    "threshold",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)

swish = silu
hard_swish = hard_silu


def get(identifier: object) -> Differentiable:
    """The activation called `identifier`; None is `linear`, and an activation is returned as it is."""
    if identifier is None:
        return linear
    return look_up(identifier, globals(), __all__, kind="activation", accept=Differentiable)
