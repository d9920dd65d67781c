"""Optimizers, under Keras's names."""

from typing import TYPE_CHECKING

from scratch.lookup import look_up, nothing_else
from scratch.optimizers import schedules
from scratch.optimizers.adadelta import Adadelta
from scratch.optimizers.adagrad import Adagrad
from scratch.optimizers.adam import Adam
from scratch.optimizers.adamax import Adamax
from scratch.optimizers.adamw import AdamW
from scratch.optimizers.ftrl import Ftrl
from scratch.optimizers.lion import Lion
from scratch.optimizers.nadam import Nadam
from scratch.optimizers.optimizer import Optimizer
from scratch.optimizers.rmsprop import RMSprop
from scratch.optimizers.sgd import SGD

RULES = ["SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Lion", "Ftrl"]

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lion",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "get",
    "schedules",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)


def get(identifier: object) -> Optimizer:
    """The optimizer called `identifier` (`'adam'`, `'Adam'`, ...), with Keras's default settings."""
    return look_up(identifier, globals(), RULES, kind="optimizer", accept=Optimizer)
