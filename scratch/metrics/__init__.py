"""Metrics, under Keras's names."""
from scratch.lookup import look_up
from scratch.metrics.accuracy import Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy, accuracy_for
from scratch.metrics.metric import Mean, Metric

__all__ = ["Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "Mean", "Metric", "SparseCategoricalAccuracy", "get"]


def get(identifier: object) -> Metric:
    """The metric called `identifier`."""
    return look_up(identifier, globals(), __all__, kind="metric", accept=Metric)


def resolve(identifier: object, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]) -> Metric:
    """Like `get`, but `'accuracy'` means the form that fits the shapes, as in Keras's `compile`."""
    if identifier in ("accuracy", "acc"):
        return accuracy_for(y_true_shape, y_pred_shape)
    return get(identifier)
