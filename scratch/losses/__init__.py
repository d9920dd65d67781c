"""Losses, under Keras's names: a class each, with settings and a reduction, and its function."""
from scratch.lookup import look_up
from scratch.losses.loss import Loss
from scratch.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy, sparse_categorical_crossentropy

__all__ = ["Loss", "SparseCategoricalCrossentropy", "get", "sparse_categorical_crossentropy"]


def get(identifier: object) -> Loss:
    """The loss called `identifier`, in either of Keras's spellings."""
    classes = [name for name in __all__ if name[0].isupper()]
    return look_up(identifier, globals(), classes, kind="loss", accept=Loss)
