"""Arguments that can be passed by name only, in every kind of part."""

from __future__ import annotations

import numpy as np
import pytest

from comparisons.subjects.conventions.by_name import by_name, with_names_only
from comparisons.subjects.conventions.session import Session
from comparisons.subjects.worker import Call, Ref, Worker
from tests.subjects.looking import examined, target_of

TEXT = """
import numpy as np
def relu(x, /):
    return np.maximum(x, 0)
def mse(*, y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)
def mse_grad(*, y_true, y_pred):
    return 2 * (y_pred - y_true) / y_pred.size
def dense_forward(x, scale=1.0, *, w, b):
    return x @ w + b, (x, w)
def dense_backward(*, dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
class Dense:
    def __init__(self, *, in_features, out_features):
        self.weight = np.random.randn(in_features, out_features)
        self.bias = np.zeros(out_features)
    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias
    def backward(self, *, grad):
        self.grad_weight = self.x.T @ grad
        self.grad_bias = grad.sum(axis=0)
        return grad @ self.weight.T
class SGD:
    def __init__(self, *, lr=0.01):
        self.lr = lr
    def update(self, *, params, grads):
        for p, g in zip(params, grads):
            p -= self.lr * g
class Network:
    def __init__(self, sizes):
        self.sizes = sizes
    def tanh(self, *, z):
        return np.tanh(z)
    def tanh_prime(self, *, z):
        return 1 - self.tanh(z=z) ** 2
"""


@pytest.mark.keras
def test_right_code_matches_and_wrong_code_does_not(tmp_path):
    parts = ("relu", "mse", "dense_forward", "Dense", "SGD", "Network.tanh")
    found = examined(target_of(tmp_path, TEXT))
    assert {name: one.verdict for name, one in found.items()} == dict.fromkeys(parts, "match")
    wrong = examined(
        target_of(tmp_path, TEXT.replace("dout.sum", "dout.mean").replace("2 * (y_pred", "(y_pred").replace("-= self", "+= self"))
    )
    assert {name for name, one in wrong.items() if one.verdict != "match"} == {"mse", "dense_forward", "SGD"}


def test_what_is_called_gets_its_names(tmp_path):
    x = np.ones((2, 3))
    with Worker(target_of(tmp_path, TEXT).source, isolation="process") as worker:
        callables = with_names_only(Session(worker).members())
    program = [Call("Dense", (3, 2)), Call((Ref(0), "backward"), (x,)), Call("dense_forward", (x, 1, 2)), Call("Network.tanh", (Ref(0), x))]
    made, back, forward, method = by_name(program, callables)
    assert (made.args, made.kwargs) == ([], {"in_features": 3, "out_features": 2})
    assert (back.args, list(back.kwargs)) == ([], ["grad"])
    assert (len(forward.args), forward.kwargs) == (1, {"w": 1, "b": 2})
    assert (method.args, list(method.kwargs)) == ([Ref(0)], ["z"])
