"""What docs/keras-notes.md says of metrics is so."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.docs.nearly import near
from tests.older import newer

pytestmark = [pytest.mark.keras, newer("is not the one of the notes")]


def test_targets_are_cast_to_int(keras: Any) -> None:
    assert near(keras.metrics.MeanSquaredError()(np.array([0.5, 1.5]), np.array([1, 2])), 1.0)


def test_evenly_spaced_thresholds_clip(keras: Any) -> None:
    for middle, found in ((0.5, [1, 1, 0]), (0.4, [1, 1, 1])):
        assert near(keras.metrics.TruePositives(thresholds=[0.0, middle, 1.0])([1], [2.0]), found)


def test_true_negatives_below_zero(keras: Any) -> None:
    metric = keras.metrics.TrueNegatives(thresholds=[0.0, 0.5, 1.0])
    assert float(metric([0, 0, 0], [0.9, 0.2, 0.6], sample_weight=[0.64, 0.27, 0.04])[0]) == pytest.approx(-5.96e-8, rel=0.01)


def test_hinge_metric_broadcasts(keras: Any) -> None:
    t, y = np.array([1.0, -1.0, 1.0], "float32"), np.array([[0.5], [-0.5], [0.5]], "float32")
    assert not near(keras.metrics.Hinge()(t, y), 0.5)
    assert near(keras.metrics.Hinge()(t[:, None], y), 0.5)


def test_argmax_skips_nan_and_ranks_zeros(keras: Any) -> None:
    assert int(keras.ops.argmax(np.array([math.nan, 1.0], "float32"))) == 1
    assert int(keras.ops.argmax(np.array([math.nan, math.nan], "float32"))) == 0
    assert int(keras.ops.argmax(np.array([-0.0, 0.0], "float32"))) == 1


def test_top_k_refuses_float64_and_counts_infinity_as_wrong(keras: Any) -> None:
    with pytest.raises(Exception, match="float"):
        keras.metrics.SparseTopKCategoricalAccuracy(k=1, dtype="float64")(np.array([1]), np.array([[0.0, 1.0]]))
    assert float(keras.metrics.SparseTopKCategoricalAccuracy(k=2)(np.array([1]), np.array([[0.0, math.inf]], "float32"))) == 0
