"""Whether there is anything to divide by is no threshold that makes labels of probabilities."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

RECALL = """
import numpy as np
def recall(y_true, y_pred) -> float:
    tp = np.sum((y_true == 1) & ({positive}))
    fn = np.sum((y_true == 1) & ~({positive}))
    return tp / (tp + fn) if {asked} else 0.0
"""


@pytest.mark.parametrize("asked", some(["tp + fn > 0", "tp + fn != 0", "0 < tp + fn", "(tp + fn) > 0.0"], 1))
def test_recall_of_labels(asked, tmp_path):
    (one,) = examined(target_of(tmp_path, RECALL.format(asked=asked, positive="y_pred == 1"))).values()
    assert one.verdict == "match"
    assert "predictions are labels" in one.understood.reading.adapter.details


@pytest.mark.parametrize(("bound", "verdict"), [("0.5", "match"), ("0.3", "unrecognised")])
def test_a_threshold_is_still_one(bound, verdict, tmp_path):
    (one,) = examined(target_of(tmp_path, RECALL.format(asked="tp + fn > 0", positive=f"y_pred > {bound}"))).values()
    assert one.verdict == verdict
