"""Label smoothing of somebody's loss is turned on, although it is off by default: where it is wrong, that is said."""

from __future__ import annotations

import pytest

from tests.quickly import some
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

RIGHT = (SAMPLES / "smoothed_losses.py").read_text(encoding="utf-8")
WRONG = {
    "categorical_crossentropy": ("label_smoothing / k", "label_smoothing / 10"),
    "BinaryCrossEntropy": ("0.5 * self.smoothing", "self.smoothing"),
    "SoftmaxCrossEntropy": ("(self.p - self.y)", "(self.p - y)"),
}


@pytest.mark.parametrize("name", some(WRONG, 1))
def test_a_wrong_smoothing_is_seen(name, tmp_path):
    right, wrong = WRONG[name]
    assert right in RIGHT
    text = RIGHT.replace("def backward(self):", "def backward(self, y):").replace(right, wrong)
    one = examined(target_of(tmp_path, text), only=(name,))[name]
    assert one.verdict == "mismatch"
    assert "label_smoothing" in one.region
