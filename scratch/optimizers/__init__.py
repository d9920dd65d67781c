"""Optimizers, under Keras's names."""
from scratch.lookup import look_up
from scratch.optimizers.adam import Adam
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.sgd import SGD

__all__ = ["SGD", "Adam", "Optimizer", "get"]


def get(identifier: object) -> Optimizer:
    """The optimizer called `identifier`, with Keras's default settings."""
    return look_up(identifier, globals(), __all__, kind="optimizer", accept=Optimizer)
