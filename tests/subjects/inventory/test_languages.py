"""Names of other languages than English: methods, derivatives, words for a layer; with accents or without."""

from __future__ import annotations

import pytest

from comparisons.subjects.inventory.beyond import beyond
from comparisons.subjects.inventory.languages import folded
from comparisons.subjects.inventory.methods import BACKWARD, FORWARD, pick
from comparisons.subjects.inventory.words import understand
from comparisons.subjects.worker import Member, Parameter
from tests.subjects.looking import examined, target_of

NAMES = {
    "sigmoid_ableitung": ("sigmoid", "derivative"),
    "tanh_derivada": ("tanh", "derivative"),
    "dérivée_sigmoide": ("sigmoid", "derivative"),
    "ReLUSchicht": ("relu", ""),
    "relu_rückwärts": ("relu", "backward"),
    "capa_softmax": ("softmax", ""),
    "mittlerer_quadratischer_fehler": ("MeanSquaredError", ""),
    "entropia_cruzada": ("BinaryCrossentropy", ""),
}
METHODS = [
    ("vorwaerts", "rueckwaerts"),
    ("vorwärts", "rückwärts"),
    ("adelante", "atrás"),
    ("avant", "arrière"),
    ("propagar", "retropropagar"),
]
LAYER = """import numpy as np
class Schicht:
    def __init__(self, eingang, ausgang):
        self.gewichte, self.bias = np.random.randn(eingang, ausgang), np.zeros(ausgang)
    def vorwärts(self, x):
        self.x = x
        return x @ self.gewichte + self.bias
    def rückwärts(self, dy):
        self.d_gewichte, self.d_bias = self.x.T @ dy, dy.sum(axis=0)
        return dy @ self.gewichte.T
class ReLUSchicht:
    def vorwärts(self, x):
        return np.maximum(x, 0)
    def rückwärts(self, dy):
        return dy + 0
def tanh_ableitung(x):
    return 1 - np.tanh(x)
def attention(q, k, v):
    return (q @ k.T) @ v
"""


@pytest.mark.plain
@pytest.mark.parametrize("name", NAMES)
def test_a_name_says_what_it_is(name):
    found = understand(name)
    assert (found.references[0][1], found.role) == NAMES[name]


@pytest.mark.plain
@pytest.mark.parametrize(("forward", "backward"), METHODS)
def test_methods_are_known(forward, backward):
    taken = (Parameter("x", "POSITIONAL_OR_KEYWORD", False, None),)
    methods = [Member(f"Capa.{name}", "method", taken, "", 1, "", (), (), "net") for name in (backward, forward)]
    member = Member("Capa", "class", (), "", 1, "", (), tuple(methods), "net")
    assert [pick(member, names).name for names in (FORWARD, BACKWARD)] == [forward, backward]


@pytest.mark.plain
def test_accents_are_folded():
    assert folded("rückwärts_atrás_dérivée") == "ruckwarts_atras_derivee"


@pytest.mark.plain
@pytest.mark.parametrize(
    "name", ["attention", "SelfAttention", "MultiHeadAttention", "Conv2DTranspose", "DepthwiseConv", "GaussianNoise", "BiLSTM"]
)
def test_layers_of_keras_that_are_not_checked_are_told(name):
    assert "does not check" in beyond(name)


@pytest.mark.plain
@pytest.mark.parametrize("name", ["Conv2D", "LSTM", "Dropout", "noisy", "attend", "transpose", "add_noise"])
def test_others_are_none_of_them(name):
    assert beyond(name) == ""


@pytest.mark.keras
def test_parts_in_german_are_compared(tmp_path):
    found = examined(target_of(tmp_path, LAYER))
    assert {name: one.verdict for name, one in found.items()} == {
        "Schicht": "match",
        "ReLUSchicht": "deviation",
        "tanh_ableitung": "deviation",
    }
