"""`f_relu` and `b_relu` are one part, forward and backward; one of them alone is not."""

from __future__ import annotations

from comparisons.subjects.conventions.session import Session
from comparisons.subjects.examine import find
from comparisons.subjects.worker import Worker
from tests.subjects.looking import target_of

TEXT = """
import numpy as np
def f_relu(z): return np.maximum(z, 0)
def b_relu(da, z): return da * (z > 0)
def b_sigmoid(da, a): return da * a * (1 - a)
def sigmoid_a(z): return 1 / (1 + np.exp(-z))
def sigmoid_b(z): return 0.5 * (1 + np.tanh(z / 2))
def fwd_tanh(z): return np.tanh(z)
def bwd_tanh(da, a): return da * (1 - a ** 2)
"""


def test_both_halves_belong_together(tmp_path):
    with Worker(target_of(tmp_path, TEXT).source, isolation="process") as worker:
        found, _ = find(target_of(tmp_path, TEXT), Session(worker))
    pairs = {sighting.name: sighting.derivative.name for sighting in found if sighting.derivative is not None}
    assert pairs == {"f_relu": "b_relu", "fwd_tanh": "bwd_tanh"}
