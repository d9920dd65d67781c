"""Losses, under Keras's names: a class each, with settings and a reduction, and its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratch.lookup import look_up, nothing_else
from scratch.losses.binary_crossentropy import BinaryCrossentropy, binary_crossentropy
from scratch.losses.binary_focal_crossentropy import BinaryFocalCrossentropy, binary_focal_crossentropy
from scratch.losses.categorical_crossentropy import CategoricalCrossentropy, categorical_crossentropy
from scratch.losses.categorical_focal_crossentropy import CategoricalFocalCrossentropy, categorical_focal_crossentropy
from scratch.losses.categorical_hinge import CategoricalHinge, categorical_hinge
from scratch.losses.cosine_similarity import CosineSimilarity, cosine_similarity
from scratch.losses.hinge import Hinge, hinge
from scratch.losses.huber import Huber, huber
from scratch.losses.kl_divergence import KLDivergence, kl_divergence
from scratch.losses.log_cosh import LogCosh, log_cosh
from scratch.losses.loss import Loss
from scratch.losses.loss_function import LossFunction
from scratch.losses.mean_absolute_error import MeanAbsoluteError, mean_absolute_error
from scratch.losses.mean_absolute_percentage_error import MeanAbsolutePercentageError, mean_absolute_percentage_error
from scratch.losses.mean_squared_error import MeanSquaredError, mean_squared_error
from scratch.losses.mean_squared_logarithmic_error import MeanSquaredLogarithmicError, mean_squared_logarithmic_error
from scratch.losses.poisson import Poisson, poisson
from scratch.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy, sparse_categorical_crossentropy
from scratch.losses.squared_hinge import SquaredHinge, squared_hinge

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "Loss",
    "LossFunction",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_hinge",
    "cosine_similarity",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "sparse_categorical_crossentropy",
    "squared_hinge",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)

ALIASES = {
    "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "mse": "MeanSquaredError",
    "msle": "MeanSquaredLogarithmicError",
}


def get(identifier: object) -> Loss:
    """The loss called `identifier`, in any of Keras's spellings (`'mse'`, `'mean_squared_error'`, `'MeanSquaredError'`);
    a class or one of the functions here stands for the loss with default settings."""
    classes = [name for name in __all__ if name[0].isupper() and name not in ("Loss", "LossFunction")]
    if isinstance(identifier, LossFunction):
        identifier = next((name for name in classes if globals()[name].function is identifier), identifier)
    return look_up(identifier, globals(), classes, kind="loss", accept=Loss, aliases=ALIASES)
