"""The checks of metrics catch what people get wrong."""

from __future__ import annotations

import numpy as np
import pytest

from scratch import metrics
from scratch.metrics.argmax import argmax
from tests.checks.planting import planted
from tests.checks.saboteurs import Saboteur

pytestmark = pytest.mark.keras

EXAMPLES = 60


def subclassed(name, **methods):
    """A metric with some methods replaced."""

    def candidate(self, case):
        right = getattr(metrics, name)
        try:
            setattr(metrics, name, type(name, (right,), methods))
            return type(self).__mro__[1].candidate(self, case)
        finally:
            setattr(metrics, name, right)

    return planted("metric", name, candidate=candidate)


def ignores_weights(self, y_true, y_pred, sample_weight=None):
    type(self).__mro__[1].update_state(self, y_true, y_pred)


def scaled_weights(self, y_true, y_pred, sample_weight=None):
    """Weights made to have the mean 1."""
    type(self).__mro__[1].update_state(self, y_true, y_pred, None if sample_weight is None else sample_weight / np.mean(sample_weight))


def keeps_state(self):
    """The first reset, at the start, works."""
    if not hasattr(self, "count"):
        metrics.Mean.reset_state(self)


def keeps_count(self):
    before = getattr(self, "count", 0.0)
    metrics.Mean.reset_state(self)
    self.count = before


def mean_of_batches(self, y_true, y_pred, sample_weight=None):
    """Every batch counts alike, the short one at the end, too."""
    values = np.mean(np.square(y_pred - y_true), axis=-1)
    self.total += float(np.average(values, weights=sample_weight))
    self.count += 1


def roots_averaged(self, y_true, y_pred, sample_weight=None):
    """The mean of the roots for the root of the mean."""
    metrics.Mean.update_state(self, np.sqrt(np.mean(np.square(y_pred - y_true), axis=-1)), sample_weight)


def plain_mean(self):
    return metrics.Mean.result(self)


def forgets_when_asked(self):
    value = metrics.Mean.result(self)
    self.total = self.count = 0.0
    return value


def last_of_equals(y_true, y_pred):
    """The last of the largest outputs."""
    largest = y_pred.shape[-1] - 1 - argmax(y_pred[..., ::-1])
    return (np.asarray(y_true) == largest).astype("float32")


def first_k(y_true, y_pred, k, from_sorted_ids):
    """The first k of a sort: of equal outputs at the border some are in and some are not."""
    order = np.argsort(-y_pred, axis=-1, kind="stable")[..., :k]
    return np.any(order == np.asarray(y_true)[..., None], axis=-1).astype("float32")


def with_function(name, function):
    """A metric that averages another function."""

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.fn = function
        type(self).__mro__[1].update_state(self, y_true, y_pred, sample_weight)

    return subclassed(name, update_state=update_state)


def at_least(y_true, y_pred, threshold):
    return (np.asarray(y_true) == (y_pred >= threshold)).astype("float32")


def lower_threshold(self, y_true, y_pred, sample_weight=None):
    """Outputs equal to the threshold are positives."""
    self.thresholds = [np.nextafter(np.float32(t), np.float32(-1)) for t in self.thresholds]
    type(self).__mro__[1].update_state(self, y_true, y_pred, sample_weight)


def without_top_k(self, y_true, y_pred, sample_weight=None):
    self.top_k = None
    type(self).__mro__[1].update_state(self, y_true, y_pred, sample_weight)


def macro_for_weighted(self):
    before, self.average = self.average, "macro" if self.average == "weighted" else self.average
    value = type(self).__mro__[1].result(self)
    self.average = before
    return value


def scores_in_place(self, y_true, y_pred, sample_weight=None):
    y_pred *= np.asarray(0.5, y_pred.dtype)
    type(self).__mro__[1].update_state(self, y_true, y_pred, sample_weight)


SABOTEURS = [
    Saboteur("streaming", "not weighted", subclassed("MeanSquaredError", update_state=ignores_weights), "float32"),
    Saboteur("streaming", "count not weighted", subclassed("TruePositives", update_state=ignores_weights), "float32"),
    Saboteur("streaming", "weights made to have the mean 1", subclassed("BinaryAccuracy", update_state=scaled_weights), "float32"),
    Saboteur("streaming", "no reset", subclassed("MeanAbsoluteError", reset_state=keeps_state), "float32"),
    Saboteur("streaming", "count not reset", subclassed("Hinge", reset_state=keeps_count), "float32"),
    Saboteur("streaming", "mean of batch means", subclassed("MeanSquaredError", update_state=mean_of_batches)),
    Saboteur("streaming", "mean of roots", subclassed("RootMeanSquaredError", update_state=roots_averaged)),
    Saboteur("streaming", "no root", subclassed("RootMeanSquaredError", result=plain_mean)),
    Saboteur("streaming", "forgets when asked", subclassed("Poisson", result=forgets_when_asked)),
    Saboteur("streaming", "last of equals", with_function("SparseCategoricalAccuracy", last_of_equals), "float32"),
    Saboteur("streaming", "ties at the border out", with_function("SparseTopKCategoricalAccuracy", first_k), "float32"),
    Saboteur("streaming", "threshold itself positive", with_function("BinaryAccuracy", at_least), "float32"),
    Saboteur("streaming", "threshold itself positive", subclassed("Precision", update_state=lower_threshold), "float32"),
    Saboteur("streaming", "top_k ignored", subclassed("Recall", update_state=without_top_k), "float32"),
    Saboteur("streaming", "macro for weighted", subclassed("F1Score", result=macro_for_weighted), "float32"),
    Saboteur("purity", "scores changed in place", subclassed("CategoricalHinge", update_state=scores_in_place)),
]


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=str)
def test_planted_bug_is_caught(saboteur):
    result = saboteur.caught(EXAMPLES)
    assert not result.passed
    assert not result.error, "it raised: another bug than the one that was planted"
