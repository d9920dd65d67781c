"""Optimizers that are made with a model, or with its layers, and find weights and gradients there."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

MODEL = """import numpy as np
class SGD:
    def __init__(self, model, lr=0.1, momentum=0):
        self.l, self.lr, self.mu = model.layers, lr, momentum
        self.v_W = [np.zeros_like(layer.W) for layer in self.l]
        self.v_b = [np.zeros_like(layer.b) for layer in self.l]
    def step(self):
        for i in range(len(self.l)):
            if self.mu == 0:
                self.l[i].W = self.l[i].W - self.lr * self.l[i].dLdW
                self.l[i].b = self.l[i].b - self.lr * self.l[i].dLdb
            else:
                self.v_W[i] = self.mu * self.v_W[i] + self.l[i].dLdW
                self.v_b[i] = self.mu * self.v_b[i] + self.l[i].dLdb
                self.l[i].W = self.l[i].W - self.lr * self.v_W[i]
                self.l[i].b = self.l[i].b - self.lr * self.v_b[i]
"""
LAYERS = """import numpy as np
class Adam:
    def __init__(self, layers, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
        self.layers, self.lr, self.beta1, self.beta2, self.eps, self.t = layers, lr, beta1, beta2, eps, 0
        self.m, self.v = {}, {}
    def step(self):
        self.t += 1
        rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
        for i, layer in enumerate(self.layers):
            for name in ("weights", "bias"):
                g, key = getattr(layer, "d" + name), (i, name)
                self.m[key] = self.beta1 * self.m.get(key, 0) + (1 - self.beta1) * g
                self.v[key] = self.beta2 * self.v.get(key, 0) + (1 - self.beta2) * g * g
                getattr(layer, name)[...] -= rate * self.m[key] / (np.sqrt(self.v[key]) + self.eps)
"""
RIGHT = {
    "a model": MODEL,
    "every other layer": MODEL.replace("model.layers", "model.layers[::2]"),
    "a list of layers": MODEL.replace("self, model", "self, layers").replace("model.layers", "layers").replace("dLd", "d"),
    "in place": LAYERS,
    "a model of long names": LAYERS.replace("layers, lr=", "model, lr=").replace("= layers, lr", "= model.layers, lr"),
}
WRONG = {
    "momentum of the kernel": (MODEL, "self.mu * self.v_W[i] + self", "self.mu * self.v_W[i] + (1 - self.mu) * self", "deviation"),
    "the sign of the bias": (MODEL, "self.l[i].b - self.lr * self.l[i].dLdb", "self.l[i].b + self.lr * self.l[i].dLdb", "deviation"),
    "one velocity for all layers": (MODEL, "v_W[i]", "v_W[0]", "mismatch"),
    "the first layer alone": (MODEL, "range(len(self.l))", "range(1)", "mismatch"),
    "a time for every layer": (LAYERS, "(1 - self.beta1**self.t)", "(1 - self.beta1)", "mismatch"),
}
QUICK = ("a model", "a list of layers", "momentum of the kernel", "one velocity for all layers")


@pytest.mark.parametrize("name", quickly(RIGHT, QUICK))
def test_right_ones_match(name, tmp_path):
    (one,) = examined(target_of(tmp_path, RIGHT[name])).values()
    assert one.verdict == "match", (one.findings, one.region, one.problem)


@pytest.mark.parametrize("name", quickly(WRONG, QUICK))
def test_wrong_ones_are_found(name, tmp_path):
    text, right, wrong, verdict = WRONG[name]
    assert right in text
    (one,) = examined(target_of(tmp_path, text.replace(right, wrong))).values()
    assert one.verdict == verdict, (one.findings, one.region, one.problem)
