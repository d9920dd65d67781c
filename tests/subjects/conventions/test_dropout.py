"""Dropout: a draw for every entry, another mask in every call, and causes that are named only if they are proved."""

from __future__ import annotations

import pytest

from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

DROPOUT = """import numpy as np
class Dropout:
    def __init__(self, rate=0.5):
        self.rate, self.rng = rate, np.random.default_rng(1)
    def forward(self, x, training=True):
        self.mask = np.ones_like(x)
        if training:
            {draw}
            self.mask = (u >= self.rate) / (1 - self.rate)
        return x * self.mask
    def backward(self, dout):
        return dout * self.mask
"""
RIGHT = ("u = self.rng.random(x.shape)", "u = np.random.rand(*x.shape)")
WRONG = {
    "u = np.random.default_rng(42).random(x.shape)": "the same in two calls",
    "self.u = u = getattr(self, 'u', np.random.rand(*x.shape))": "the same in two calls",
    "u = np.random.rand(x.shape[-1]) + 0 * x": "all samples keep the same entries",
    "u = np.random.rand(len(x), 1) + 0 * x": "a sample is kept or dropped as a whole",
}


def found(tmp_path, text):
    (one,) = examined(target_of(tmp_path, text)).values()
    return one


def counting(one):
    return [finding.code for finding in one.findings if not finding.note]


@pytest.mark.parametrize("draw", RIGHT)
def test_right_code_matches(tmp_path, draw):
    assert found(tmp_path, DROPOUT.format(draw=draw)).verdict == "match"


def test_functions_match(tmp_path):
    text = """import numpy as np
def dropout_forward(x, rate):
    mask = (np.random.rand(*x.shape) >= rate) / (1 - rate)
    return x * mask, mask
def dropout_backward(dout, mask):
    return dout * mask
"""
    assert found(tmp_path, text).verdict == "match"
    one = found(tmp_path, text.replace("    mask =", "    np.random.seed(3)\n    mask ="))
    assert (one.verdict, counting(one)) == ("deviation", ["global-state"])


@pytest.mark.parametrize("draw", WRONG)
def test_masks_that_are_no_draws(tmp_path, draw):
    one = found(tmp_path, DROPOUT.format(draw=draw))
    assert one.verdict == "mismatch"
    assert counting(one) == []
    assert any(WRONG[draw] in check.counterexample.compared.problem for check in one.checks if check.counterexample is not None)


def test_seeding_in_forward(tmp_path):
    one = found(tmp_path, DROPOUT.format(draw="np.random.seed(0); u = np.random.rand(*x.shape)"))
    assert (one.verdict, counting(one)) == ("deviation", ["global-state"])


def test_a_wrong_scale_is_no_swapped_rate(tmp_path):
    """As many are kept as should be: the rate is understood, whatever they are multiplied by."""
    text = DROPOUT.format(draw=RIGHT[0]).replace("/ (1 - self.rate)", "/ self.rate")
    one = found(tmp_path, text)
    assert (one.verdict, counting(one)) == ("deviation", ["dropout-scale"])
    swapped = found(tmp_path, text.replace("u >= self.rate", "u < self.rate"))
    assert (swapped.verdict, counting(swapped)) == ("convention", ["dropout-keep-rate-swapped"])


def test_seeding_hides_no_wrong_scale(tmp_path):
    text = DROPOUT.format(draw="np.random.seed(0); u = np.random.rand(*x.shape)").replace("/ (1 - self.rate)", "* 3")
    assert found(tmp_path, text).verdict == "mismatch"


@pytest.mark.parametrize(
    ("training", "inference", "verdict", "code"),
    [
        ("", "", "deviation", "dropout-not-inverted"),
        ("", " * (1 - self.rate)", "convention", "dropout-not-inverted"),
        (" / (1 - self.rate)", " * (1 - self.rate)", "deviation", "dropout-scale"),
    ],
)
def test_training_and_inference_belong_together(tmp_path, training, inference, verdict, code):
    """Scaled in one of them, by its own factor: nowhere, or twice, is no convention."""
    text = DROPOUT.format(draw=RIGHT[0]).replace(" / (1 - self.rate)", training)
    one = found(tmp_path, text.replace("np.ones_like(x)", f"np.ones_like(x){inference}"))
    assert (one.verdict, counting(one)) == (verdict, [code])


def test_a_gradient_without_the_mask(tmp_path):
    text = DROPOUT.format(draw=RIGHT[0])
    one = found(tmp_path, text.replace("dout * self.mask", "dout"))
    assert (one.verdict, counting(one)) == ("deviation", ["dropout-backward-scale"])
    assert any("not by the mask" in finding.summary for finding in one.findings)
