"""Activation functions, under Keras's names. Each is callable and has a `vjp`."""
from scratch.activations.linear import linear
from scratch.activations.sigmoid import sigmoid
from scratch.activations.softmax import softmax
from scratch.differentiable import Differentiable
from scratch.lookup import look_up

__all__ = ["get", "linear", "sigmoid", "softmax"]


def get(identifier: object) -> Differentiable:
    """The activation called `identifier`; None is `linear`, and an activation is returned as it is."""
    if identifier is None:
        return linear
    return look_up(identifier, globals(), __all__, kind="activation", accept=Differentiable)
