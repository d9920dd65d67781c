"""Learning-rate schedules, under Keras's names."""

from typing import TYPE_CHECKING

from scratch.lookup import nothing_else
from scratch.optimizers.schedules.cosine_decay import CosineDecay
from scratch.optimizers.schedules.cosine_decay_restarts import CosineDecayRestarts
from scratch.optimizers.schedules.exponential_decay import ExponentialDecay
from scratch.optimizers.schedules.inverse_time_decay import InverseTimeDecay
from scratch.optimizers.schedules.piecewise_constant_decay import PiecewiseConstantDecay
from scratch.optimizers.schedules.polynomial_decay import PolynomialDecay
from scratch.optimizers.schedules.schedule import LearningRateSchedule

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)
