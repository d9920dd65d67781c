"""What is off unless it is asked for is asked for: a mistake that shows only then is seen."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

RIGHT = (SAMPLES / "off_by_default.py").read_text(encoding="utf-8")
WRONG = {
    "the gradient of the bias": ("Linear", "grad_output.sum(0)", "grad_output.mean(0)"),
    "the bias itself": ("Linear", "y = y + self.bias", "y = y - self.bias"),
    "zeros cut off at one end": ("Conv2d", "self.p : self.p + self.H, self.p : self.p + self.Wd", ": self.H, : self.Wd"),
    "zeros before alone": ("Conv1D", "((0, 0), (self.k - 1, 0), (0, 0))", "((0, 0), (0, self.k - 1), (0, 0))"),
    "decay that waits for the step": ("AdamW", "w = w * (1 - self.lr * self.weight_decay)", "w = w * (1 - self.weight_decay)"),
}


@pytest.mark.parametrize("mistake", quickly(WRONG, [mistake for mistake in WRONG if mistake != "decay that waits for the step"]))
def test_a_mistake_in_what_is_off_by_default_is_seen(mistake, tmp_path):
    part, right, wrong = WRONG[mistake]
    assert right in RIGHT
    one = examined(target_of(tmp_path, RIGHT.replace(right, wrong)), only=(part,))[part]
    assert one.verdict in ("deviation", "mismatch")
    assert one.problem is None


HAT = ("self.eps / np.sqrt(1 - self.beta2**t)", "self.eps")


@pytest.mark.thorough
def test_the_epsilon_of_the_paper_is_a_convention_with_decay_too(tmp_path):
    assert HAT[0] in RIGHT
    one = examined(target_of(tmp_path, RIGHT.replace(*HAT)), only=("AdamW",))["AdamW"]
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("convention", ["adam-epsilon-hat"])
