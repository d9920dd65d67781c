"""Methods of a network that are parts: called on an object of the class, whose constructor nobody knows the arguments of."""

from __future__ import annotations

import subprocess
import sys

import pytest

from comparisons.subjects.rows import row_of
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

NETWORK = """
import numpy as np
class NeuralNetwork:
    def __init__(self, sizes):
        self.weights = [np.random.randn(a, b) for a, b in zip(sizes, sizes[1:])]
        self.scale = 1.0
    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))
    def sigmoid_prime(self, z):
        return self.sigmoid(z) * (1 {sign} self.sigmoid(z))
    def tanh(self, z):
        return np.tanh(z)
    def tanh_prime(self, z):
        return {scale} * (1 - self.tanh(z) ** 2)
    def log(self, p):
        return np.log(np.clip(p, 1e-7, 1 - 1e-7))
    def cross_entropy(self, y_pred, y_true):
        return -np.mean(np.sum(y_true * self.log(y_pred), axis=1))
    def fit(self, x, y):
        pass
"""


def _found(tmp_path, sign="-", scale="1", text=NETWORK):
    return examined(target_of(tmp_path, text.format(sign=sign, scale=scale)))


def test_methods_that_call_each_other_match(tmp_path):
    assert {name: (one.verdict, one.understood.reading.adapter.convention) for name, one in _found(tmp_path).items()} == {
        "NeuralNetwork.sigmoid": ("match", "activation-derivative"),
        "NeuralNetwork.tanh": ("match", "activation-derivative"),
        "NeuralNetwork.cross_entropy": ("match", "loss"),
    }


def test_a_wrong_one_is_diagnosed_and_its_script_runs(tmp_path):
    one = _found(tmp_path, sign="+")["NeuralNetwork.sigmoid"]
    assert (one.verdict, [found.code for found in one.findings if found.counts]) == ("deviation", ["derivative-formula"])
    script = row_of(one, reproduce="")["counterexample"]["script"]
    assert "object.__new__(NeuralNetwork)" in script
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_what_only_the_constructor_sets_is_no_error(tmp_path):
    one = _found(tmp_path, scale="self.scale")["NeuralNetwork.tanh"]
    assert one.verdict == "unrecognised"
    assert "nobody can guess what NeuralNetwork is to be made with" in one.message


def test_a_constructor_that_asks_for_nothing_is_called(tmp_path):
    found = _found(tmp_path, scale="self.scale", text=NETWORK.replace("sizes):", "sizes=(2, 3)):"))
    assert found["NeuralNetwork.tanh"].verdict == "match"
