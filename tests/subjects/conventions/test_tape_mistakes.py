"""One mistake at a time in a tape that is right: every seed finds each, since no expression is left to chance."""

from __future__ import annotations

import pytest

from comparisons.subjects.examined import Wishes
from tests.quickly import quickly, some
from tests.subjects.looking import SAMPLES, examined, target_of

pytestmark = pytest.mark.keras

SCALAR = (SAMPLES / "tape_scalar.py").read_text(encoding="utf-8")
TENSOR = """import numpy as np
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents, self.back = parents, lambda: None
    def _made(self, data, parents, back):
        made = Tensor(data, parents)
        made.back = lambda: back(made.grad)
        return made
    def __add__(self, other):
        def back(g):
            self.grad += unbroadcast(g, self.data.shape)
            other.grad += unbroadcast(g, other.data.shape)
        return self._made(self.data + other.data, (self, other), back)
    def __mul__(self, other):
        def back(g):
            self.grad += unbroadcast(g * other.data, self.data.shape)
            other.grad += unbroadcast(g * self.data, other.data.shape)
        return self._made(self.data * other.data, (self, other), back)
    def __matmul__(self, other):
        def back(g):
            self.grad += g @ other.data.T
            other.grad += self.data.T @ g
        return self._made(self.data @ other.data, (self, other), back)
    def sum(self):
        def back(g):
            self.grad += g
        return self._made(self.data.sum(), (self,), back)
    def backward(self):
        order, seen = [], set()
        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        self.grad = np.ones_like(self.data)
        for node in reversed(order):
            node.back()
"""
PLANTED = {
    "tanh assigns": (SCALAR, "self.grad += (1 - t**2)", "self.grad = (1 - t**2)"),
    "exp assigns": (SCALAR, "self.grad += out.data", "self.grad = out.data"),
    "relu assigns": (SCALAR, "self.grad += (out.data > 0)", "self.grad = (out.data > 0)"),
    "pow assigns": (SCALAR, "self.grad += other * self.data", "self.grad = other * self.data"),
    "add assigns": (SCALAR, "other.grad += out.grad", "other.grad = out.grad"),
    "mul assigns": (SCALAR, "other.grad += self.data", "other.grad = self.data"),
    "a + a counts once": (SCALAR, "other.grad += out.grad", "other.grad += out.grad if other is not self else 0"),
    "a node before what needs it": (
        SCALAR, "for child in v._prev:\n                    build(child)\n                topo.append(v)",
        "topo.insert(0, v)\n                for child in v._prev:\n                    build(child)",
    ),
    "matmul assigns a": (TENSOR, "self.grad += g @", "self.grad = g @"),
    "matmul assigns w": (TENSOR, "other.grad += self.data.T", "other.grad = self.data.T"),
    "sum assigns": (TENSOR, "            self.grad += g\n", "            self.grad = 0 * self.data + g\n"),
    "broadcast axes of 1 stay": (TENSOR, "if size == 1:", "if False:"),
    "broadcast axes of 1 are spread": (
        TENSOR, "grad = grad.sum(axis=axis, keepdims=True)", "grad = grad.sum(axis=axis, keepdims=True) / grad.shape[axis]"
    ),
    "only rows are broadcast": (TENSOR, "if size == 1:", "if size == 1 and axis == 0:"),
    "axes in front stay": (TENSOR, "while grad.ndim > len(shape):", "while False:"),
}  # fmt: skip


def test_the_tensor_is_right_before_anything_is_planted(tmp_path):
    assert _verdict(tmp_path, TENSOR, seed=0) == "match"


@pytest.mark.parametrize("seed", quickly(range(4), (0,)))
@pytest.mark.parametrize("planted", some(PLANTED, 3))
def test_every_seed_finds(planted, seed, tmp_path):
    text, right, wrong = PLANTED[planted]
    assert right in text
    assert _verdict(tmp_path, text.replace(right, wrong), seed) == "mismatch"


def _verdict(tmp_path, text, seed):
    """With fewer examples than there are expressions."""
    (one,) = examined(target_of(tmp_path, text), Wishes(examples=3, seed=seed)).values()
    return one.verdict
