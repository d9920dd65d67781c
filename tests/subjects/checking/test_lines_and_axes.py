"""What is told points at the line that is wrong, and is one mistake where it is one."""

from __future__ import annotations

import pytest

from comparisons.subjects.rows import row_of
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

TEXT = """
import numpy as np
class Opt:
    def __init__(self, lr=0.01): self.lr = lr
    def __call__(self, w, g): return w + self.delta(g)
class OptMomentum(Opt):
    def __init__(self, lr=0.01, beta=0.9):
        super().__init__(lr)
        self.beta, self.v = beta, 0.0
    def delta(self, g):
        self.v = self.beta * self.v - self.lr * g  # kept
        return -self.lr * g  # momentum is forgotten
def rmsprop_update(w, dw, cache, lr=0.001, decay=0.9, eps=1e-7):
    cache = decay * cache + (1 - decay) * dw  # no square
    w = w - lr * dw / (np.sqrt(cache ** 2) + eps)
    return w, cache
def categorical_crossentropy(y_true, y_pred):
    return np.mean(-np.sum(y_true * np.log(np.clip(y_pred, 1e-7, 1)), axis=0))  # the wrong axis
def kl_divergence(y_pred, y_true):
    q, p = np.clip(y_pred, 1e-7, 1), np.clip(y_true, 1e-7, 1)
    loss = np.sum(p * (np.log(q) - np.log(p)), axis=-1)
    return loss.mean(), -p / q / len(y_pred)  # the wrong sign
"""
TOLD = {
    "OptMomentum": ("not-accumulated", "momentum is forgotten"),
    "rmsprop_update": ("square-missing", "no square"),
    "categorical_crossentropy": ("sum-not-mean", "the wrong axis"),
    "kl_divergence": ("sign-flipped", "the wrong sign"),
}


def test_the_line_that_is_wrong_is_shown(tmp_path):
    found = examined(target_of(tmp_path, TEXT))
    told = {}
    for name, one in found.items():
        findings = [finding for finding in row_of(one, reproduce="")["findings"] if finding["code"] != "dtype-drift"]
        told[name] = [(finding["code"], finding["source"]["text"].partition("# ")[2]) for finding in findings]
    assert told == {name: [cause] for name, cause in TOLD.items()}
