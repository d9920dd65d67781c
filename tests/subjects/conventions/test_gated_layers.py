"""LSTM and GRU layers as subclasses, with cells that hold the weights, with both biases in one; what is called so and is not, is wrong."""

from __future__ import annotations

import pytest

from tests.quickly import quickly
from tests.subjects.looking import examined, target_of

pytestmark = pytest.mark.keras

GRU = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class GRU:
    def __init__(self, D, H):
        self.H, self.p = H, {}
        for g in "zrh":
            self.p["W" + g], self.p["U" + g], self.p["b" + g] = np.random.randn(D, H), np.random.randn(H, H), np.zeros(H)
    def forward(self, x):
        p, h, hs, self.x, self.steps = self.p, np.zeros((len(x), self.H)), [], x, []
        for t in range(x.shape[1]):
            z = sigmoid(x[:, t] @ p["Wz"] + h @ p["Uz"] + p["bz"])
            r = sigmoid(x[:, t] @ p["Wr"] + h @ p["Ur"] + p["br"])
            g = np.tanh(x[:, t] @ p["Wh"] + (r * h) @ p["Uh"] + p["bh"])
            self.steps.append((h, z, r, g))
            h = z * h + (1 - z) * g
            hs.append(h)
        return np.array(hs).transpose(1, 0, 2)
    def backward(self, dhs):
        return self.back(dhs, lambda drh, r: drh * r)
    def back(self, dhs, through):
        p, dx, dh_next = self.p, np.zeros_like(self.x), 0
        self.grads = G = {k: np.zeros_like(v) for k, v in p.items()}
        for t in reversed(range(self.x.shape[1])):
            h, z, r, g = self.steps[t]
            dh = dhs[:, t] + dh_next
            dz, dg = dh * (h - g) * z * (1 - z), dh * (1 - z) * (1 - g * g)
            drh = dg @ p["Uh"].T
            dr = drh * h * r * (1 - r)
            for name, d, taken in (("z", dz, h), ("r", dr, h), ("h", dg, r * h)):
                G["W" + name] += self.x[:, t].T @ d
                G["U" + name] += taken.T @ d
                G["b" + name] += d.sum(0)
                dx[:, t] += d @ p["W" + name].T
            dh_next = dh * z + through(drh, r) + dz @ p["Uz"].T + dr @ p["Ur"].T
        return dx
class GRUWrong(GRU):
    def backward(self, dhs):
        return self.back(dhs, lambda drh, r: drh)
"""
IN_A_CELL = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class LSTMCell:
    def __init__(self, d, n):
        self.Wf, self.Wi, self.Wc, self.Wo = (np.random.randn(d + n, n) for _ in range(4))
        self.bf, self.bi, self.bc, self.bo = (np.zeros(n) for _ in range(4))
    def forward(self, x, h, c):
        hx = np.concatenate([h, x], axis=1)
        f, i, o = (sigmoid(hx @ w + b) for w, b in ((self.Wf, self.bf), (self.Wi, self.bi), (self.Wo, self.bo)))
        c = f * c + i * np.tanh(hx @ self.Wc + self.bc)
        return o * np.tanh(c), c
class LSTM:
    def __init__(self, input_dim, hidden_dim):
        self.cell, self.hidden_dim = LSTMCell(input_dim, hidden_dim), hidden_dim
    def forward(self, X):
        h = c = np.zeros((len(X), self.hidden_dim))
        for t in range(X.shape[1]):
            h, c = self.cell.forward(X[:, t], h, c)
        return h
"""
TWO_BIASES = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class GRULayerAfter:
    def __init__(self, nx, nh):
        self.W, self.U, self.b, self.nh = np.random.randn(nx, 3 * nh), np.random.randn(nh, 3 * nh), np.zeros((2, 3 * nh)), nh
    def forward(self, X):
        h, hs = np.zeros((len(X), self.nh)), []
        for t in range(X.shape[1]):
            xz, xr, xh = np.split(X[:, t] @ self.W + self.b[0], 3, axis=1)
            uz, ur, uh = np.split(h @ self.U + self.b[1], 3, axis=1)
            z = sigmoid(xz + uz)
            h = z * h + (1 - z) * np.tanh(xh + sigmoid(xr + ur) * uh)
            hs.append(h)
        return np.stack(hs, 1)
"""
LSTM = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class LSTM:
    def __init__(self, D, H):
        self.Wx, self.Wh, self.b, self.H = np.random.randn(D, 4 * H), np.random.randn(H, 4 * H), np.zeros(4 * H), H
    def forward(self, x):
        h = c = np.zeros((len(x), self.H))
        out = []
        for t in range(x.shape[1]):
            i, f, g, o = np.split(x[:, t] @ self.Wx + h @ self.Wh + self.b, 4, axis=1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = self.shown(sigmoid(o), c)
            out.append(h)
        return np.transpose(out, (1, 0, 2))
    def shown(self, o, c):
        return o * np.tanh(c)
    def backward(self, dout):
        raise NotImplementedError
class BadLSTM(LSTM):
    backward = None
    def shown(self, o, c):
        return FORMULA
"""
RIGHT = {"in a cell": (IN_A_CELL, "LSTM"), "two biases": (TWO_BIASES, "GRULayerAfter"), "pieces": (GRU, "GRU")}


@pytest.mark.parametrize("kind", quickly(RIGHT, {"two biases"}))
def test_right_ones_are_understood(kind, tmp_path):
    text, name = RIGHT[kind]
    (one,) = examined(target_of(tmp_path, text), only=[name]).values()
    assert one.verdict in ("match", "convention")
    assert one.understood.pair.name == name[:4].rstrip("L")


@pytest.mark.thorough  # 20 s
def test_a_way_back_of_a_subclass_is_compared(tmp_path):
    (one,) = examined(target_of(tmp_path, GRU), only=["GRUWrong"]).values()
    assert one.verdict in ("mismatch", "deviation")
    assert {check.name for check in one.checks if not check.passed} >= {"gradients"}


@pytest.mark.thorough
@pytest.mark.parametrize("formula", quickly(["o * c", "o * np.sin(c)"], {"o * np.sin(c)"}))
def test_a_subclass_that_computes_something_else_is_wrong(formula, tmp_path):
    verdict = "deviation" if formula == "o * c" else "mismatch"
    (one,) = examined(target_of(tmp_path, LSTM.replace("FORMULA", formula)), only=["BadLSTM"]).values()
    assert one.verdict == verdict


@pytest.mark.thorough
def test_one_that_only_goes_forward_and_is_something_else_is_told(tmp_path):
    text = TWO_BIASES.replace("z * h + (1 - z) *", "z * z * h + (1 - z) *").replace("GRULayerAfter", "OddGRU")
    (one,) = examined(target_of(tmp_path, text), only=["OddGRU"]).values()
    assert one.verdict == "unrecognised"
    assert "called like GRU" in one.message


HANDED = """import numpy as np
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
class GRU:
    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b = Wx, Wh, b
    def forward(self, xs):
        N, T, D = xs.shape
        H = self.Wh.shape[0]
        h = np.zeros((N, H))
        hs = np.empty((N, T, H))
        for t in range(T):
            gx = xs[:, t] @ self.Wx + self.b[0]
            gh = h @ self.Wh + self.b[1]
            z = sigmoid(gx[:, :H] + gh[:, :H])
            r = sigmoid(gx[:, H:2*H] + gh[:, H:2*H])
            n = np.tanh(gx[:, 2*H:] + r * gh[:, 2*H:])
            h = z * h + (1 - z) * n
            hs[:, t] = h
        return hs
"""
IN_TWO_ROWS = ("self.b[0]", "self.b[1]")


@pytest.mark.parametrize(("rows", "verdict"), [(IN_TWO_ROWS, "match"), (("self.b", "0"), "convention")], ids=["two biases", "one"])
def test_biases_that_a_constructor_is_handed(rows, verdict, tmp_path):
    text = HANDED
    for row, written in zip(IN_TWO_ROWS, rows):
        text = text.replace(row, written)
    if verdict == "convention":
        text = text.replace("r * gh[:, 2*H:]", "(r * h) @ self.Wh[:, 2*H:]")
    found = examined(target_of(tmp_path, text), only=["GRU"])["GRU"]
    assert found.verdict == verdict, (found.findings, found.problem)
