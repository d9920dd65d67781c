"""Which metric a name means, where that takes the shapes of targets and outputs."""

from __future__ import annotations

from typing import Any

from scratch.metrics.accuracy import BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy
from scratch.metrics.crossentropy import BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy
from scratch.metrics.mean import MeanMetricWrapper

Shape = tuple[int, ...]


def accuracy_for(y_true_shape: Shape, y_pred_shape: Shape, **settings: Any) -> MeanMetricWrapper:
    """What Keras means by `metrics=['accuracy']`."""
    forms = (BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy)
    return _form(forms, y_true_shape, y_pred_shape)("accuracy", **settings)


def crossentropy_for(y_true_shape: Shape, y_pred_shape: Shape, **settings: Any) -> MeanMetricWrapper:
    """What Keras means by `loss='crossentropy'`, as a metric; Keras 3 itself knows that name for losses alone."""
    forms = (BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy)
    return _form(forms, y_true_shape, y_pred_shape)("crossentropy", **settings)


def _form(forms: tuple[Any, Any, Any], y_true_shape: Shape, y_pred_shape: Shape) -> Any:
    """The binary, categorical or sparse form."""
    binary, categorical, sparse = forms
    if y_pred_shape[-1] == 1:
        return binary
    return sparse if len(y_true_shape) < len(y_pred_shape) or y_true_shape[-1] == 1 else categorical
