"""Wrong numbers that something else might hide: what is imaginary, an accepted code, a floating type, a result of a strange shape."""

from __future__ import annotations

import pytest

from comparisons.subjects.conventions.layers.masks import KEPT
from comparisons.subjects.examined import Wishes
from tests.subjects.looking import FEW, SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

SIGMOID = "import numpy as np\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))"
NOISE = " + np.random.default_rng().normal(size=x.shape)"
DROPOUT = """import numpy as np
class Dropout:
    def __init__(self, rate):
        self.rate = rate
    def forward(self, x, training=True):
        if not training:
            return x
        self.mask = ((np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)).astype(np.float32)
        return (x * self.mask).astype(np.float32)
    def backward(self, dout):
        return (dout * self.mask).astype(np.float32)
"""


def only(tmp_path, text, wishes=FEW):
    (one,) = examined(target_of(tmp_path, text), wishes).values()
    return one


def test_what_is_imaginary_is_not_dropped(tmp_path):
    assert only(tmp_path, SIGMOID).verdict == "match"
    one = only(tmp_path, SIGMOID + " + 5j")
    assert one.verdict in ("error", "unrecognised")
    assert "complex128" in f"{one.problem} {one.message}"


def test_to_accept_that_numbers_vary_does_not_accept_the_numbers(tmp_path):
    accepting = Wishes(examples=12, accepted=frozenset({"nondeterministic"}))
    one = only(tmp_path, SIGMOID + NOISE, accepting)
    assert [found.code for found in one.findings if found.accepted] == ["nondeterministic"]
    assert one.verdict == "mismatch"
    assert "in every call" in one.region
    assert not any("float32 whatever" in note for note in one.notes)


def test_a_dropout_in_single_precision_drops_as_much_as_its_rate_says(tmp_path):
    one = only(tmp_path, DROPOUT)
    assert one.verdict == "match"
    assert KEPT in {check.name for check in one.checks}
    assert only(tmp_path, DROPOUT.replace(">= self.rate)", ">= 0.5 * self.rate)")).verdict != "match"


@pytest.mark.parametrize("operation", ["self.data + other.data", "self.data * other.data"])
def test_a_tape_that_is_wrong_for_arrays_alone_is_not_taken_for_one_of_numbers(operation, tmp_path):
    right = (SAMPLES / "tape_tensor.py").read_text(encoding="utf-8")
    assert operation in right
    assert only(tmp_path, right.replace(operation, f"np.sum({operation})")).verdict in ("mismatch", "error")
