"""Metrics, under Keras's names: classes with a running state, and their functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from scratch.lookup import look_up, nothing_else, snake_case
from scratch.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    categorical_hinge,
    hinge,
    huber,
    kl_divergence,
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from scratch.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    binary_accuracy,
    categorical_accuracy,
    sparse_categorical_accuracy,
)
from scratch.metrics.confusion import FalseNegatives, FalsePositives, TrueNegatives, TruePositives
from scratch.metrics.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    KLDivergence,
    Poisson,
    SparseCategoricalCrossentropy,
)
from scratch.metrics.f_score import F1Score, FBetaScore
from scratch.metrics.forms import accuracy_for, crossentropy_for
from scratch.metrics.hinges import CategoricalHinge, Hinge, SquaredHinge
from scratch.metrics.mean import Mean, MeanMetricWrapper, Sum
from scratch.metrics.metric import Metric
from scratch.metrics.precision_recall import Precision, Recall
from scratch.metrics.regression import (
    CosineSimilarity,
    LogCoshError,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    RootMeanSquaredError,
)
from scratch.metrics.top_k import (
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "F1Score",
    "FBetaScore",
    "FalseNegatives",
    "FalsePositives",
    "Hinge",
    "KLDivergence",
    "LogCoshError",
    "Mean",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanMetricWrapper",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Metric",
    "Poisson",
    "Precision",
    "Recall",
    "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SquaredHinge",
    "Sum",
    "TopKCategoricalAccuracy",
    "TrueNegatives",
    "TruePositives",
    "binary_accuracy",
    "binary_crossentropy",
    "categorical_accuracy",
    "categorical_crossentropy",
    "categorical_hinge",
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
    "resolve",
    "sparse_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy",
    "squared_hinge",
    "top_k_categorical_accuracy",
]

if not TYPE_CHECKING:  # to mypy, a module with this function has every name
    __getattr__ = nothing_else(__name__, __all__)

ALIASES = {
    "bce": "BinaryCrossentropy",
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
}
FORMS = {"accuracy": accuracy_for, "acc": accuracy_for, "crossentropy": crossentropy_for, "ce": crossentropy_for}


def get(identifier: object) -> Metric:
    """The metric called `identifier`; a function of targets and predictions becomes its running mean."""
    if callable(identifier) and not isinstance(identifier, (type, Metric)):
        return MeanMetricWrapper(identifier, _name(identifier))
    classes = [name for name in __all__ if name[0].isupper() and name not in ("Metric", "MeanMetricWrapper")]
    return look_up(identifier, globals(), classes, kind="metric", accept=Metric, aliases=ALIASES)


def resolve(identifier: object, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """What `compile(metrics=[identifier])` means: like `get`, but `'accuracy'` takes the form that fits the shapes.

    A metric asked for by a string is called by that string, as in Keras: `'mse'`, not `mean_squared_error`.
    """
    if not isinstance(identifier, str):
        return get(identifier)
    form = FORMS.get(identifier.lower())
    metric = get(identifier) if form is None else form(y_true_shape, y_pred_shape)
    metric.name = identifier
    return metric


def _name(function: Callable[..., object]) -> str:
    named = getattr(function, "name", None) or getattr(function, "__name__", None)
    return str(named) if hasattr(function, "name") else snake_case(re.sub(r"\W", "", named or type(function).__name__))
